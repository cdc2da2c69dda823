package dev.comptoir.tests.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compose's secrets are files that {@code make secrets} makes, and stand in no variable, command or label. */
final class SecretFiles {
    private static final Path FOLDER = Path.of("secrets");

    /** Made by whoever wants TLS. */
    private static final Set<String> BROUGHT = Set.of("tls.crt", "tls.key");

    private static final Pattern SHOWN =
            Pattern.compile("(?i)(passw(or)?d|secret|token|auth\\.users)[= ]|://[^/@]*:[^/@]*@");

    private SecretFiles() {}

    static List<String> referred(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            Secrets.variables(faults, service.told());
            Stream<String> labels =
                    service.pairs("labels").entrySet().stream().map(one -> one.getKey() + "=" + one.getValue());
            Stream.of(
                            Stream.of(String.join(" ", service.words())),
                            service.told().variables().values().stream(),
                            labels)
                    .flatMap(some -> some)
                    .filter(text -> SHOWN.matcher(text).find())
                    .forEach(text -> faults.unless(false, service.title(), "shows a secret in " + text));
        });
        return faults.all();
    }

    static List<String> made(Compose compose) {
        Faults faults = new Faults();
        Set<Path> used = compose.services()
                .flatMap(Service::secrets)
                .map(compose::secret)
                .collect(Collectors.toSet());
        used.forEach(file -> faults.unless(
                FOLDER.equals(file.getParent()) && isMade(file.getFileName().toString()),
                "the secret " + file,
                "is made by nobody"));
        MadeSecrets.all()
                .forEach(name ->
                        faults.unless(used.contains(FOLDER.resolve(name)), "the secret " + name, "is used by nobody"));
        return faults.all();
    }

    private static boolean isMade(String name) {
        return MadeSecrets.all().contains(name) || BROUGHT.contains(name);
    }
}
