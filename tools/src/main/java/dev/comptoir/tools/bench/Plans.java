package dev.comptoir.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plans of the statements that services execute, as PostgreSQL's {@code auto_explain} logs them with the rows that each
 * step had. No statement is written down here: what runs is what is checked.
 */
final class Plans {
    /** To be executed as superuser; connections that are opened later log their plans. */
    static final String[] LOG_ALL = {
        "LOAD 'auto_explain'",
        "ALTER SYSTEM SET session_preload_libraries = 'auto_explain'",
        "ALTER SYSTEM SET auto_explain.log_min_duration = 0",
        "ALTER SYSTEM SET auto_explain.log_analyze = on",
        "ALTER SYSTEM SET auto_explain.log_timing = off",
        "ALTER SYSTEM SET auto_explain.log_nested_statements = on",
        "ALTER SYSTEM SET auto_explain.log_format = 'json'",
        "SELECT pg_reload_conf()"
    };

    /** A table with more rows is large. */
    static final int LARGE_ROWS = 5_000;

    /** Fewer dropped rows cost nothing. */
    private static final double DROPPED_ROWS = 500;

    /** One scan of a small table may drop this many times what it keeps: the planner prefers it to an index. */
    private static final int DROPPED_OF_SMALL = 10;

    private static final String BEGIN = "plan:";
    private static final int SHOWN_CHARACTERS = 160;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Digests of copies and full runs of the reconciliation read all rows: that is what they are for. The others are statements
     * of this benchmark.
     */
    private static final List<String> EXEMPT =
            List.of("AS hashed (member)", "SELECT d.subject, coalesce(d.expected", "outbox_backlog", "pg_class");

    private Plans() {}

    /** Forgets what was logged before. */
    static void clear(Path log) throws IOException {
        Files.writeString(log, "");
    }

    /**
     * Each fault of a statement once.
     *
     * @param rows of each table, by its name
     */
    static Set<String> faults(Path log, Map<String, Long> rows) throws IOException {
        Map<String, String> faults = new LinkedHashMap<>();
        for (JsonNode plan : read(log)) {
            String statement =
                    plan.path("Query Text").asString().replaceAll("\\s+", " ").strip();
            if (EXEMPT.stream().noneMatch(statement::contains)) {
                faults(plan.path("Plan"), rows)
                        .forEach(fault -> faults.putIfAbsent(
                                fault.replaceAll("[0-9]+", "") + statement, fault + " in " + shortened(statement)));
            }
        }
        return new LinkedHashSet<>(faults.values());
    }

    private static String shortened(String statement) {
        return statement.length() <= SHOWN_CHARACTERS ? statement : statement.substring(0, SHOWN_CHARACTERS) + " …";
    }

    /** The faults of a step and of those below it. */
    static List<String> faults(JsonNode step, Map<String, Long> rows) {
        List<String> faults = new ArrayList<>();
        String relation = step.path("Relation Name").asString("");
        double loops = step.path("Actual Loops").asDouble(0);
        boolean isScan = step.path("Node Type").asString().equals("Seq Scan");
        boolean isLarge = rows.getOrDefault(relation, 0L) > LARGE_ROWS;
        if (loops > 0 && isScan && isLarge) {
            faults.add("a sequential scan of " + relation);
        }
        boolean isSmallScan = isScan && !isLarge && loops <= 1;
        faults.addAll(filters(step, loops, isSmallScan ? DROPPED_OF_SMALL : 1));
        step.path("Plans").forEach(below -> faults.addAll(faults(below, rows)));
        return faults;
    }

    private static List<String> filters(JsonNode step, double loops, int droppedToKept) {
        List<String> faults = new ArrayList<>();
        String relation = step.path("Relation Name").asString("");
        double kept = step.path("Actual Rows").asDouble(0) * loops;
        for (String filter : List.of("Filter", "Join Filter")) {
            double dropped = step.path("Rows Removed by " + filter).asDouble(0) * loops;
            if (dropped > DROPPED_ROWS && dropped > droppedToKept * kept) {
                faults.add("%s of %s drops %.0f rows and keeps %.0f"
                        .formatted(
                                filter,
                                relation.isEmpty() ? step.path("Node Type").asString() : relation,
                                dropped,
                                kept));
            }
        }
        return faults;
    }

    /** In the log, each line of a plan but the first begins with a tab. */
    private static List<JsonNode> read(Path log) throws IOException {
        List<JsonNode> plans = new ArrayList<>();
        StringBuilder plan = new StringBuilder();
        boolean isInside = false;
        for (String line : Files.readAllLines(log)) {
            if (isInside && line.startsWith("\t")) {
                plan.append(line);
            } else {
                add(plans, plan);
                isInside = line.endsWith(BEGIN);
            }
        }
        add(plans, plan);
        return plans;
    }

    private static void add(List<JsonNode> plans, StringBuilder plan) {
        if (!plan.isEmpty()) {
            plans.add(JSON.readTree(plan.toString()));
            plan.setLength(0);
        }
    }
}
