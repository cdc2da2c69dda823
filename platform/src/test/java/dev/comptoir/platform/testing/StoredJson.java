package dev.comptoir.platform.testing;

import dev.comptoir.platform.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON in a service's database, and how a newer version would have written it. */
public final class StoredJson {
    /** Objects whose members are keys, not fields: a newer version adds no field to them. */
    private static final Set<String> MAPS = Set.of("storeThresholds", "store_thresholds", "changes", "digests", "held");

    private StoredJson() {}

    /** A column with JSON. */
    public record Column(String table, String name) {
        @Override
        public String toString() {
            return table + "." + name;
        }
    }

    /** Every column with JSON except the payloads of events, which have golden files of their own. */
    public static List<Column> columns(Connection database) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows = database.createStatement().executeQuery("""
                SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
                    USING (table_schema, table_name)
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type = 'jsonb'
                  AND table_name !~ '^(outbox|inbox|dead_letter)'
                ORDER BY 1, 2
                """)) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2)));
            }
        }
        return columns;
    }

    /** Adds an unknown member at every level of all rows. */
    public static void addUnknownMembers(Connection database) throws SQLException {
        for (Column column : columns(database)) {
            addUnknownMembers(database, column);
        }
    }

    private static void addUnknownMembers(Connection database, Column column) throws SQLException {
        String table = column.table();
        String name = column.name();
        try (PreparedStatement update = database.prepareStatement(
                        "UPDATE %s SET %s = cast(? AS jsonb) WHERE ctid = cast(? AS tid)".formatted(table, name));
                ResultSet rows = database.createStatement()
                        .executeQuery("SELECT ctid, %s FROM %s WHERE %s IS NOT NULL".formatted(name, table, name))) {
            while (rows.next()) {
                update.setString(
                        1,
                        withUnknownMembers(name, Json.read(rows.getString(2), JsonNode.class))
                                .toString());
                update.setString(2, rows.getString(1));
                update.executeUpdate();
            }
        }
    }

    /** A copy with an unknown member at every level. */
    public static JsonNode withUnknownMembers(String name, JsonNode json) {
        JsonNode copy = json.deepCopy();
        add(name, copy);
        return copy;
    }

    private static void add(String name, JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.properties().forEach(member -> add(member.getKey(), member.getValue()));
            if (!MAPS.contains(name)) {
                object.putObject("addedLater").putArray("a").add(1);
            }
        } else {
            json.forEach(element -> add(name + "[]", element));
        }
    }
}
