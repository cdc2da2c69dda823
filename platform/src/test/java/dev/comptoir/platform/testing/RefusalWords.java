package dev.comptoir.platform.testing;

import dev.comptoir.platform.http.Problem;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Response;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that the class of a refusal and the type of its problem, which is also its label in metrics, are one word.
 *
 * <p>Refusals are the records of a sealed interface whose name ends with {@code Refusal}. A static method takes the interface and returns
 * the {@link Response}: {@code RegisterGone} must give {@code register-gone}.
 */
public final class RefusalWords {
    private static final String REFUSAL = "Refusal";

    private RefusalWords() {}

    /**
     * Searches the compiled classes of a module.
     *
     * @param root a class in the topmost package of the module
     * @return what breaks the rule, one line each
     */
    public static List<String> findings(Class<?> root) {
        try {
            Path classes = Path.of(
                    root.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files =
                    Files.walk(classes.resolve(root.getPackageName().replace('.', '/')))) {
                return findings(files.map(file -> classes.relativize(file).toString())
                        .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                        .map(file -> file.substring(0, file.length() - ".class".length())
                                .replace('/', '.'))
                        .sorted()
                        .<Class<?>>map(name -> load(name, root.getClassLoader()))
                        .toList());
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    static List<String> findings(List<Class<?>> types) {
        List<String> findings = new ArrayList<>();
        if (types.stream().noneMatch(RefusalWords::isRefusal)) {
            findings.add("there are no refusals");
        }
        for (Class<?> type : types) {
            if (isRefusal(type)) {
                findings.addAll(findingsOf(type, types));
            } else if (type.isSealed()) {
                findings.addAll(hiddenRefusals(type, words(types)));
            }
        }
        return findings;
    }

    private static boolean isRefusal(Class<?> type) {
        return type.isSealed() && type.getSimpleName().endsWith(REFUSAL);
    }

    private static List<String> findingsOf(Class<?> refusal, List<Class<?>> types) {
        List<Method> responses = types.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> isResponseTo(refusal, method))
                .toList();
        if (responses.isEmpty()) {
            return List.of(refusal.getName() + ": no static method takes it and returns a Response");
        }
        List<String> findings = new ArrayList<>();
        for (Method response : responses) {
            leavesOf(refusal)
                    .filter(type -> !word(response, type).equals(kebabCase(type)))
                    .forEach(type -> findings.add(type.getName() + " gives " + word(response, type)));
        }
        return findings;
    }

    private static boolean isResponseTo(Class<?> refusal, Method method) {
        return Modifier.isStatic(method.getModifiers())
                && !method.isSynthetic()
                && method.getReturnType() == Response.class
                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {refusal});
    }

    /** Records that are named like a problem, but are among the successes of their use case. */
    private static List<String> hiddenRefusals(Class<?> sealed, Set<String> words) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .filter(type -> type.isRecord() && words.contains(kebabCase(type)))
                .filter(type -> Arrays.stream(type.getInterfaces())
                        .noneMatch(other -> other.getSimpleName().endsWith(REFUSAL)))
                .map(type -> type.getName() + " is a problem, but no refusal")
                .toList();
    }

    private static Stream<Class<?>> leavesOf(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RefusalWords::leavesOf)
                : Stream.of(type);
    }

    private static String word(Method response, Class<?> type) {
        try {
            response.setAccessible(true);
            Object body = ((Response) response.invoke(null, example(type))).body();
            return body instanceof Problem problem ? problem.type().word() : "no problem";
        } catch (ReflectiveOperationException defect) {
            throw new IllegalStateException(response + " fails for " + type.getName(), defect);
        }
    }

    private static Set<String> words(List<Class<?>> types) {
        return Stream.concat(types.stream(), Stream.of(ProblemType.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.getType() == ProblemType.class && Modifier.isStatic(field.getModifiers()))
                .map(RefusalWords::wordOf)
                .collect(Collectors.toSet());
    }

    private static String wordOf(Field constant) {
        try {
            constant.setAccessible(true);
            return ((ProblemType) constant.get(null)).word();
        } catch (IllegalAccessException defect) {
            throw new IllegalStateException(defect);
        }
    }

    private static String kebabCase(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Some value of a type that refusals are made of; records are made of examples. */
    private static Object example(Class<?> type) throws ReflectiveOperationException {
        Map<Class<?>, Object> examples = Map.ofEntries(
                Map.entry(int.class, 1),
                Map.entry(long.class, 1L),
                Map.entry(Long.class, 1L),
                Map.entry(boolean.class, true),
                Map.entry(String.class, "x"),
                Map.entry(UUID.class, new UUID(0, 0)),
                Map.entry(Instant.class, Instant.EPOCH),
                Map.entry(LocalDate.class, LocalDate.EPOCH),
                Map.entry(Duration.class, Duration.ofSeconds(1)),
                Map.entry(List.class, List.of()),
                Map.entry(Set.class, Set.of()),
                Map.entry(Map.class, Map.of()));
        if (examples.containsKey(type)) {
            return examples.get(type);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        List<Object> arguments = new ArrayList<>();
        List<Class<?>> components = Arrays.stream(type.getRecordComponents())
                .<Class<?>>map(RecordComponent::getType)
                .toList();
        for (Class<?> component : components) {
            arguments.add(example(component));
        }
        var constructor = type.getDeclaredConstructor(components.toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(arguments.toArray());
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException moved) {
            throw new IllegalStateException(moved);
        }
    }
}
