package dev.comptoir.app;

import dev.comptoir.contract.Role;
import java.util.List;

/** An employee of the demo, with a password that the first start generates. */
public record Person(String username, String displayName, Role role, String place, String password) {

    /** Begins with the first manager, whose account the head office makes itself. */
    public static List<Person> all(Secrets secrets) {
        return List.of(
                of("bob", "Bob Tremblay", Role.MANAGER, "everywhere", secrets),
                of("eva", "Eva Gagnon", Role.MANAGER, "everywhere", secrets),
                of("alice", "Alice Roy", Role.CLERK, "any register", secrets),
                of("claire", "Claire Bouchard", Role.CLERK, "any register", secrets),
                of("david", "David Nguyen", Role.CLERK, "any register", secrets),
                of("farid", "Farid Haddad", Role.WAREHOUSE_CLERK, "logistics", secrets));
    }

    private static Person of(String username, String displayName, Role role, String place, Secrets secrets) {
        return new Person(username, displayName, role, place, secrets.password("employee." + username));
    }

    /** The value of COMPTOIR_FIRST_MANAGER. */
    public static String firstManager(List<Person> people) {
        Person first = people.getFirst();
        return first.username() + ":" + first.displayName() + ":" + first.password();
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "Person[" + username + ", " + role.word() + "]";
    }
}
