package dev.comptoir.tests.deployment;

import dev.comptoir.tests.deployment.DeploymentFiles.Document;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A value that documents must have, as a row of kubernetes-rules.txt or compose-rules.txt states it. */
record Requirement(Row row, DeploymentFiles files) {

    /** @param name the last one on the way to it, without list indices */
    private record Value(String name, JsonNode node) {

        Stream<Value> at(String place) {
            String[] names = place.substring(1).split("/", 2);
            Stream<Value> inside = names[0].equals("*")
                    ? node.valueStream().map(one -> new Value(name, one))
                    : Stream.of(names[0].split("\\|"))
                            .map(one -> one.replace("~1", "/"))
                            .map(one -> new Value(one, node.path(one)));
            return names.length == 1 ? inside : inside.flatMap(one -> one.at("/" + names[1]));
        }

        /** Empty when there is none. */
        String text() {
            return node.isValueNode() && !node.isNull() ? node.asString() : node.toString();
        }
    }

    static void check(String table, Enum<?> rule, DeploymentFiles files, Faults faults) {
        Row.read(table).stream()
                .filter(row -> row.rule().equals(rule.name()))
                .forEach(row -> new Requirement(row, files).check(faults));
    }

    private void check(Faults faults) {
        String[] parts = row.documents().split(" where | and ", -1);
        Stream.of(parts[0].split(", "))
                .flatMap(files::documents)
                .filter(one -> Stream.of(parts).skip(1).allMatch(condition -> isMet(condition, one)))
                .forEach(one -> check(one, faults));
    }

    private static boolean isMet(String condition, Document document) {
        String[] sides = condition.split(" ?= ?", 2);
        return new Value("", document.content())
                .at(sides[0])
                .allMatch(value -> value.text().matches(sides[1]));
    }

    private void check(Document document, Faults faults) {
        String expected = filled(row.value(), document);
        new Value("", document.content())
                .at(filled(row.place(), document))
                .forEach(value -> faults.unless(
                        value.text().matches(expected),
                        document.title(),
                        filled(row.fault(), document)
                                .replace("{}", value.text())
                                .replace("{name}", value.name())));
    }

    private String filled(String text, Document document) {
        return files.ours()
                .filter(service -> text.contains("PORT") && service.name().equals(document.name()))
                .map(service -> text.replace(
                        "PORT", String.valueOf(Settings.read(service).http().port())))
                .findFirst()
                .orElse(text)
                .replace("EXACT_VERSION", Images.EXACT.pattern())
                .replace("VERSION", Images.version())
                .replace("NAME", document.name());
    }
}
