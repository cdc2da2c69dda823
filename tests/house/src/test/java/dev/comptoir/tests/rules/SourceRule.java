package dev.comptoir.tests.rules;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/** Rules on the text of main code, which compiled classes no longer show. */
enum SourceRule {
    /** A method, constructor or initializer has at most {@value #LONGEST_BODY} lines between its braces. */
    SHORT_METHODS {
        @Override
        Findings in(JavaSource source) {
            return new Findings(source) {
                @Override
                public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                    if (method.getBody() != null && !isTable(method.getBody())) {
                        measure(method.getBody(), method.getName().toString());
                    }
                    return super.visitMethod(method, null);
                }

                @Override
                public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                    for (Tree member : type.getMembers()) {
                        if (member instanceof BlockTree initializer) {
                            measure(initializer, "initializer");
                        }
                    }
                    return super.visitClass(type, null);
                }

                private void measure(BlockTree body, String name) {
                    int lines = source.lastLine(body) - source.firstLine(body) - 1;
                    if (lines > LONGEST_BODY) {
                        found(body, name + " has " + lines + " lines");
                    }
                }
            };
        }
    },

    /** Work that is left is an issue, not a comment. */
    NOTHING_LEFT_TO_DO {
        @Override
        Findings in(JavaSource source) {
            return new Findings(source) {
                @Override
                void look() {
                    List<String> lines = source.text().lines().toList();
                    for (int line = 1; line <= lines.size(); line++) {
                        if (LEFT_TO_DO.matcher(lines.get(line - 1)).find()) {
                            found(line, "is left to do");
                        }
                    }
                }
            };
        }
    },

    /** Only the demo talks to its console; services log. */
    NO_CONSOLE {
        @Override
        Findings in(JavaSource source) {
            return new Findings(source) {
                @Override
                public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void nothing) {
                    if (CONSOLE.contains(select.toString())
                            && COMMANDS.stream().noneMatch(module -> isIn(source, module))) {
                        found(select, select.toString());
                    }
                    return super.visitMemberSelect(select, null);
                }
            };
        }
    },

    /** A failure that changes nothing has at least the reason why. */
    NO_EMPTY_CATCH {
        @Override
        Findings in(JavaSource source) {
            return new Findings(source) {
                @Override
                public @Nullable Void visitCatch(CatchTree caught, @Nullable Void nothing) {
                    String block = source.textOf(caught.getBlock());
                    if (block.substring(1, block.length() - 1).isBlank()) {
                        found(caught, "empty catch");
                    }
                    return super.visitCatch(caught, null);
                }
            };
        }
    },

    /** Amounts, rates and quantities are exact. */
    NO_FLOATING_POINT {
        @Override
        Findings in(JavaSource source) {
            return new Findings(source) {
                @Override
                public @Nullable Void visitPrimitiveType(PrimitiveTypeTree type, @Nullable Void nothing) {
                    if (type.getPrimitiveTypeKind() == TypeKind.DOUBLE
                            || type.getPrimitiveTypeKind() == TypeKind.FLOAT) {
                        foundInDomain(type);
                    }
                    return super.visitPrimitiveType(type, null);
                }

                @Override
                public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void nothing) {
                    if (name.getName().contentEquals("Double") || name.getName().contentEquals("Float")) {
                        foundInDomain(name);
                    }
                    return super.visitIdentifier(name, null);
                }

                @Override
                public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
                    if (literal.getValue() instanceof Double || literal.getValue() instanceof Float) {
                        foundInDomain(literal);
                    }
                    return super.visitLiteral(literal, null);
                }

                private void foundInDomain(Tree part) {
                    if (isIn(source, "contract", "store", "headoffice", "logistics")) {
                        found(part, part.toString());
                    }
                }
            };
        }
    },

    /** A warning is silenced with a reason, in a comment on the line before. */
    SILENCED_WITH_A_REASON {
        @Override
        Findings in(JavaSource source) {
            return new Findings(source) {
                @Override
                public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
                    if (annotation.getAnnotationType().toString().endsWith("SuppressWarnings")) {
                        int line = source.firstLine(annotation);
                        String before = line == 1
                                ? ""
                                : source.text().lines().toList().get(line - 2).strip();
                        if (!before.startsWith("//") && !before.endsWith("*/")) {
                            found(annotation, "silenced without a reason");
                        }
                    }
                    return super.visitAnnotation(annotation, null);
                }
            };
        }
    };

    /** Lines between the braces; the aim is half of it. */
    static final int LONGEST_BODY = 45;

    private static final Pattern LEFT_TO_DO = Pattern.compile("\\b(TODO|FIXME)\\b");

    /** Modules whose programs people start by hand. */
    private static final Set<String> COMMANDS = Set.of("app", "tools");

    private static final Set<String> CONSOLE =
            Set.of("System.out", "System.err", "java.lang.System.out", "java.lang.System.err");

    abstract Findings in(JavaSource source);

    /** What breaks this rule, each with its file and line. */
    List<String> findings(List<JavaSource> sources) {
        return sources.stream()
                .flatMap(source -> {
                    Findings findings = in(source);
                    findings.look();
                    return findings.all.stream();
                })
                .toList();
    }

    /** A body that only looks one value up in a switch is a table, as long as it has entries. */
    private static boolean isTable(BlockTree body) {
        return body.getStatements().size() == 1
                && body.getStatements().getFirst() instanceof ReturnTree answer
                && answer.getExpression() instanceof SwitchExpressionTree table
                && table.getCases().stream()
                        .allMatch(entry -> entry.getCaseKind() == CaseTree.CaseKind.RULE
                                && !(entry.getBody() instanceof BlockTree));
    }

    private static boolean isIn(JavaSource source, String... modules) {
        for (String module : modules) {
            if ((source.packageName() + ".").startsWith("dev.comptoir." + module + ".")) {
                return true;
            }
        }
        return false;
    }

    /** Looks through one source. */
    abstract static class Findings extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final JavaSource source;
        private final List<String> all = new ArrayList<>();

        Findings(JavaSource source) {
            this.source = source;
        }

        void look() {
            scan(source.tree(), null);
        }

        void found(Tree part, String what) {
            found(source.firstLine(part), what);
        }

        void found(int line, String what) {
            all.add(source.name() + ":" + line + " " + what);
        }
    }
}
