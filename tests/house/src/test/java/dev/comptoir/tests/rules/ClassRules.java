package dev.comptoir.tests.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Rules on compiled classes. Those on modules take the package that holds the modules, so that the fixtures can be a
 * small copy of the house.
 */
final class ClassRules {

    static final String TOKENS = "dev.comptoir.platform.security.Tokens";
    static final String RELAY = "dev.comptoir.platform.outbox.Relay";
    private static final String REQUEST_ID = "dev.comptoir.platform.http.RequestId";

    private static final Set<String> RETAIL_WORDS = Set.of(
            "Barcode",
            "Cart",
            "Cashier",
            "Checkout",
            "Product",
            "Refund",
            "Register",
            "Restock",
            "Sale",
            "Shelf",
            "Stock",
            "Store",
            "Tender",
            "Till",
            "Warehouse");

    private static final List<String> EMPTY_SUFFIXES = List.of("Manager", "Impl", "Dto", "Helper", "Util", "Utils");

    /** Classes about managers as people. */
    private static final Set<String> PEOPLE = Set.of(
            "dev.comptoir.headoffice.HeadOfficeSettings$FirstManager",
            "dev.comptoir.headoffice.staff.Employees$LastManager");

    private static final Set<String> LAYERS =
            Set.of("controllers", "services", "models", "dto", "util", "utils", "helpers", "impl");

    private ClassRules() {}

    static ArchRule standsAlone(String root, String module) {
        String own = root + "." + module + "..";
        return noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAPackage(own))));
    }

    static ArchRule dependsOnNoOtherService(String root, String module) {
        String[] others = Stream.of("store", "headoffice", "logistics", "app", "tools")
                .filter(other -> !other.equals(module))
                .map(other -> root + "." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + module + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(others));
    }

    /** Arrows run from the HTTP interface to the use case. A service's own package composes both, and is exempt. */
    static ArchRule hasNoUseCaseThatDependsOnAnApi(String root) {
        return noClasses()
                .that(resideInAnyPackage(root + ".store.*..", root + ".headoffice.*..", root + ".logistics.*.."))
                .and(DescribedPredicate.describe(
                        "are use cases",
                        type -> !isApi(type) && !outermost(type).endsWith("Service")))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are HTTP interfaces", type -> type.getPackageName().startsWith(root) && isApi(type)));
    }

    private static boolean isApi(JavaClass type) {
        return outermost(type).endsWith("Api");
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    static ArchRule hasNoRetailWord(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".platform..")
                .should(condition("have a retail word in their name", ClassRules::hasRetailWord));
    }

    private static boolean hasRetailWord(JavaClass type) {
        return Arrays.stream(type.getSimpleName().split("(?<=[a-z0-9])(?=[A-Z])"))
                .anyMatch(word -> RETAIL_WORDS.contains(word)
                        || (word.endsWith("s") && RETAIL_WORDS.contains(word.substring(0, word.length() - 1))));
    }

    /** A module's own package is a slice too: it composes the others, and none of them depends on it. */
    static ArchRule hasNoPackageCycle(String root, String module) {
        return SlicesRuleDefinition.slices()
                .assignedFrom(packagesUnder(root + "." + module))
                .should()
                .beFreeOfCycles();
    }

    private static SliceAssignment packagesUnder(String module) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String own = type.getPackageName();
                return own.equals(module) || own.startsWith(module + ".")
                        ? SliceIdentifier.of(own)
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + module;
            }
        };
    }

    static ArchRule hasNoEmptyClassName() {
        return noClasses()
                .that(DescribedPredicate.describe("are no people", type -> !PEOPLE.contains(type.getName())))
                .should(condition(
                        "have a meaningless suffix",
                        type -> EMPTY_SUFFIXES.stream().anyMatch(type.getSimpleName()::endsWith)));
    }

    static ArchRule hasNoPackageOfALayer() {
        return noClasses()
                .should(condition(
                        "be in a package that is named after a layer",
                        type -> Arrays.stream(type.getPackageName().split("\\."))
                                .anyMatch(LAYERS::contains)));
    }

    static ArchRule isNullMarked() {
        return classes()
                .should(condition(
                        "be in a null-marked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class)));
    }

    /** The library that signs tokens takes java.util.Date only. */
    static ArchRule usesNoOldDate() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(TOKENS)
                .should()
                .dependOnClassesThat(name("java.util.Date").or(name("java.text.SimpleDateFormat")));
    }

    /** Only the pause before another delivery and the ids of requests are random; the tools, which never ship, may use chance. */
    static ArchRule leavesNothingToChance() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(RELAY)
                .and()
                .doNotHaveFullyQualifiedName(REQUEST_ID)
                .and(not(resideInAPackage("dev.comptoir.tools..")))
                .should()
                .dependOnClassesThat(name("java.util.concurrent.ThreadLocalRandom"));
    }

    private static ArchCondition<JavaClass> condition(String description, Predicate<JavaClass> test) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean met = test.test(type);
                events.add(new SimpleConditionEvent(
                        type, met, type.getName() + (met ? " does " : " does not ") + description));
            }
        };
    }
}
