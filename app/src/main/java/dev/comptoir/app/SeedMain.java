package dev.comptoir.app;

import java.nio.file.Path;
import java.util.List;

/**
 * Gives a running chain the demo's stores, people, products and stocks, as a container of deploy/compose.yaml does. Run
 * again, it changes nothing.
 *
 * <p>Arguments: where the chain answers, without a path, and the file with the people's passwords.
 */
public final class SeedMain {
    private SeedMain() {}

    public static void main(String[] arguments) {
        String address = arguments[0];
        List<Person> people = Person.all(Secrets.in(Path.of(arguments[1])));
        new Seeding(address, address, address, people).seed();
        new Board(System.out).logins(people);
        System.exit(0);
    }
}
