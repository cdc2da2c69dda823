package dev.comptoir.app;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the demo prints; everything else goes to the log. */
final class Console {
    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    void starting() {
        out.println("Starting PostgreSQL and the three services: about 10 seconds the first time, 3 seconds later.");
    }

    /** The addresses and the logins. */
    void ready(Demo demo, Duration time) {
        Ports ports = demo.ports();
        out.printf(Locale.ROOT, "%nComptoir is ready in %.1f s%n%n", time.toMillis() / 1000.0);
        service("Store", "store", ports.store());
        service("Head office", "headoffice", ports.headOffice());
        service("Logistics", "logistics", ports.logistics());
        logins(demo.people());
        Person clerk = demo.people().get(2);
        out.printf(
                "%n  Stores S1, S2 and S3 have registers 1 to 3. A first request:%n  curl -sd '{\"username\":\"%s\","
                        + "\"password\":\"%s\",\"store\":\"S1\",\"register\":1}' -H 'Content-Type: application/json'"
                        + " http://localhost:%d/store/api/v1/login%n",
                clerk.username(), clerk.password(), ports.store());
        out.printf("%n  Ctrl-C ends it. The data and the log, comptoir.log, stay in the folder data.%n");
        out.flush();
    }

    void logins(List<Person> people) {
        out.printf("  %-12s %-16s %-14s %s%n", "Login", "role", "works at", "password");
        for (Person person : people) {
            out.printf(
                    "  %-12s %-16s %-14s %s%n",
                    person.username(), person.role().word(), person.place(), person.password());
        }
    }

    private void service(String title, String root, int port) {
        String address = "http://localhost:" + port;
        out.printf("  %-12s Pages   %s%n", title, address);
        out.printf("  %-12s API     %s/%s/api/v1%n", "", address, root);
        out.printf("  %-12s Swagger %s/%s/docs%n", "", address, root);
        out.printf("  %-12s Health  %s/health/ready%n%n", "", address);
    }

    void emptied(Path folder) {
        out.printf("%s is empty: the next start makes new data and new passwords.%n", folder.toAbsolutePath());
    }

    /** @param userError its message says how to correct it */
    void cannotStart(RuntimeException userError) {
        out.printf("Comptoir cannot start:%n  %s%n", userError.getMessage());
    }

    void failed(RuntimeException failure, Path folder) {
        out.printf(
                "Comptoir cannot start:%n  %s%n  The log is %s; PostgreSQL's is %s.%n",
                failure.getMessage(), folder.resolve("comptoir.log"), folder.resolve("postgres.log"));
    }

    void usage() {
        out.printf("Usage: java -jar comptoir-app.jar [--reset]%n  --reset  deletes the demo's data%n");
    }
}
