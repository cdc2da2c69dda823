package dev.comptoir.tests.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** One Java file: its text and its syntax tree, as the JDK's own compiler reads it. */
record JavaSource(String name, String text, CompilationUnitTree tree, SourcePositions positions) {

    /** The main code of all modules below a folder. */
    static List<JavaSource> mainCodeUnder(Path root) {
        List<JavaSource> sources = new ArrayList<>();
        for (Path module : children(root)) {
            Path main = module.resolve("src/main/java");
            if (Files.isDirectory(main)) {
                try (Stream<Path> files = Files.walk(main)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(file -> sources.add(read(root, file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return sources;
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaSource read(Path root, Path file) {
        try {
            return of(root.relativize(file).toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads without compiling: what is named in the text need not exist. */
    static JavaSource of(String name, String text) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, List.of("-proc:none"), null, List.of(new Text(name, text)));
        try {
            CompilationUnitTree tree = task.parse().iterator().next();
            if (!problems.getDiagnostics().isEmpty()) {
                throw new IllegalArgumentException(problems.getDiagnostics().toString());
            }
            return new JavaSource(name, text, tree, Trees.instance(task).getSourcePositions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String packageName() {
        return tree.getPackageName().toString();
    }

    int firstLine(Tree part) {
        return line(positions.getStartPosition(tree, part));
    }

    int lastLine(Tree part) {
        return line(positions.getEndPosition(tree, part));
    }

    private int line(long position) {
        return Math.toIntExact(tree.getLineMap().getLineNumber(position));
    }

    String textOf(Tree part) {
        return text.substring(
                Math.toIntExact(positions.getStartPosition(tree, part)),
                Math.toIntExact(positions.getEndPosition(tree, part)));
    }

    private static final class Text extends SimpleJavaFileObject {

        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///" + name.replace('\\', '/')), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
