package dev.comptoir.tests.rules;

import com.puppycrawl.tools.checkstyle.Checker;
import com.puppycrawl.tools.checkstyle.ConfigurationLoader;
import com.puppycrawl.tools.checkstyle.PropertiesExpander;
import com.puppycrawl.tools.checkstyle.api.AuditEvent;
import com.puppycrawl.tools.checkstyle.api.AuditListener;
import com.puppycrawl.tools.checkstyle.api.CheckstyleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checkstyle with the rules of checkstyle.xml, which compiled classes no longer show. */
final class SourceRules {
    private static final String CONFIGURATION =
            SourceRules.class.getResource("checkstyle.xml").toString();

    private SourceRules() {}

    /** A place that breaks a rule. */
    record Violation(String rule, Path file, int line, String message) {}

    /** The main code of every module below a folder. */
    static List<Path> mainCodeUnder(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            root.relativize(file).toString().replace('\\', '/').contains("src/main/java/"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Violation> violations(List<Path> files) throws CheckstyleException {
        Checker checker = new Checker();
        checker.setModuleClassLoader(Checker.class.getClassLoader());
        checker.configure(
                ConfigurationLoader.loadConfiguration(CONFIGURATION, new PropertiesExpander(new Properties())));
        Recorder recorder = new Recorder();
        checker.addListener(recorder);
        try {
            checker.process(files.stream().map(Path::toFile).toList());
        } finally {
            checker.destroy();
        }
        return recorder.violations;
    }

    private static final class Recorder implements AuditListener {
        private final List<Violation> violations = new ArrayList<>();

        @Override
        public void addError(AuditEvent event) {
            String rule = event.getModuleId() == null ? event.getSourceName() : event.getModuleId();
            violations.add(new Violation(rule, Path.of(event.getFileName()), event.getLine(), event.getMessage()));
        }

        @Override
        public void addException(AuditEvent event, Throwable failure) {
            throw new IllegalStateException(event.getFileName() + " cannot be checked", failure);
        }

        @Override
        public void auditStarted(@Nullable AuditEvent event) {}

        @Override
        public void auditFinished(@Nullable AuditEvent event) {}

        @Override
        public void fileStarted(AuditEvent event) {}

        @Override
        public void fileFinished(AuditEvent event) {}
    }
}
