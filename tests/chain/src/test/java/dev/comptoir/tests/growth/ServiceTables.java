package dev.comptoir.tests.growth;

import dev.comptoir.headoffice.HeadOfficeTables;
import dev.comptoir.logistics.LogisticsTables;
import dev.comptoir.platform.housekeeping.PlatformTables;
import dev.comptoir.platform.housekeeping.Retention;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import dev.comptoir.store.StoreTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The tables of a service in its own database, filled with rows as a chain of 1,000 stores writes them. */
enum ServiceTables {
    STORE("store", "the store"),
    HEADOFFICE("headoffice", "the head office"),
    LOGISTICS("logistics", "logistics");

    private static final Map<ServiceTables, DatabaseSettings> FILLED = new ConcurrentHashMap<>();

    private final String service;
    private final String title;

    ServiceTables(String service, String title) {
        this.service = service;
        this.title = title;
    }

    /** As the documentation has it. */
    String title() {
        return title;
    }

    /** Of the service's own tables. */
    List<Retention> retentions() {
        return switch (this) {
            case STORE -> StoreTables.RETENTIONS;
            case HEADOFFICE -> HeadOfficeTables.RETENTIONS;
            case LOGISTICS -> LogisticsTables.RETENTIONS;
        };
    }

    /** Of all tables of its database. */
    List<Retention> all() {
        return Stream.concat(PlatformTables.RETENTIONS.stream(), retentions().stream())
                .toList();
    }

    Database openEmpty() {
        return open(newDatabase());
    }

    private DatabaseSettings newDatabase() {
        return TestPostgres.newDatabase("growth_" + service, migrations()).settings();
    }

    private Database open(DatabaseSettings settings) {
        return Database.open(settings, migrations());
    }

    private String migrations() {
        return "classpath:dev/comptoir/" + service + "/migrations";
    }

    /** For a test that only reads: the rows take seconds to write, and are written once. */
    Database openFilledOnce() {
        return open(FILLED.computeIfAbsent(this, ServiceTables::newFilledDatabase));
    }

    /** For one test, with rows that have the right age now. */
    Database openNewlyFilled() {
        return open(newFilledDatabase());
    }

    private DatabaseSettings newFilledDatabase() {
        DatabaseSettings settings = newDatabase();
        try (Database database = open(settings)) {
            fill(database, "platform.sql");
            fill(database, service + ".sql");
            database.statement(sql -> sql.execute("ANALYZE"));
        }
        return settings;
    }

    private static void fill(Database database, String file) {
        database.statement(sql -> sql.createScript(text(file)).execute());
    }

    private static String text(String file) {
        try (InputStream content = ServiceTables.class.getResourceAsStream(file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
