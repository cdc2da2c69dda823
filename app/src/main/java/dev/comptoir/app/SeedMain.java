package dev.comptoir.app;

import java.nio.file.Path;
import java.util.List;

/**
 * Seeds a running chain with the demo's stores, employees, products and stock; deploy/compose.yaml runs it in a container.
 * Running it again changes nothing.
 *
 * <p>Arguments: the address of the chain, without a path, and the file with the employees' passwords.
 */
public final class SeedMain {
    private SeedMain() {}

    public static void main(String[] arguments) {
        String address = arguments[0];
        List<Person> people = Person.all(Secrets.in(Path.of(arguments[1])));
        new Seeding(address, address, address, people).seed();
        new Console(System.out).logins(people);
        System.exit(0);
    }
}
