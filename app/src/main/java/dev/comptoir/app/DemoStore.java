package dev.comptoir.app;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A store of the demo: one of a company that does not exist. Rates and classes are those of decision 16. */
record DemoStore(String code, String name, List<String> address, String telephone) {
    static final String TIME_ZONE = "America/Toronto";

    private static final int REGISTERS = 3;
    private static final int GST_PER_MILLION = 50_000;
    private static final int QST_PER_MILLION = 99_750;
    private static final String GST_FROM = "2008-01-01";
    private static final String QST_FROM = "2013-01-01";

    /** Canada has no coin below 5 cents. */
    private static final int CASH_INCREMENT = 5;

    static List<DemoStore> all() {
        return List.of(
                new DemoStore(
                        "S1",
                        "Plateau",
                        List.of("4321, rue Saint-Denis", "Montréal (Québec)  H2J 2K9"),
                        "514 555-0101"),
                new DemoStore(
                        "S2", "Rosemont", List.of("2525, rue Masson", "Montréal (Québec)  H1Y 1W2"), "514 555-0102"),
                new DemoStore(
                        "S3", "Verdun", List.of("4545, rue Wellington", "Montréal (Québec)  H4G 1X2"), "514 555-0103"));
    }

    /** The store, as a request to add it. */
    Map<String, Object> addition() {
        return Map.of(
                "code",
                code,
                "name",
                name,
                "timeZone",
                TIME_ZONE,
                "taxes",
                List.of(
                        Map.of("name", "GST", "perMillion", GST_PER_MILLION),
                        Map.of("name", "QST", "perMillion", QST_PER_MILLION)),
                "registers",
                IntStream.rangeClosed(1, REGISTERS)
                        .mapToObj(number -> Map.of("number", number, "name", "Caisse " + number))
                        .toList(),
                "deployment",
                "store");
    }

    /** Its profile from a day on. The class {@code zero-rated} has no rates. */
    Map<String, Object> profile(LocalDate from) {
        return Map.of(
                "from",
                from.toString(),
                "legalName",
                "Comptoir Démonstration inc.",
                "tradeName",
                "Comptoir " + name,
                "address",
                address,
                "telephone",
                telephone,
                "languages",
                List.of("fr", "en"),
                "taxes",
                List.of(
                        tax(
                                "GST",
                                "F",
                                "123456789 RT0001",
                                rate("standard", GST_PER_MILLION, GST_FROM),
                                rate("gst-only", GST_PER_MILLION, GST_FROM)),
                        tax("QST", "P", "1234567890 TQ0001", rate("standard", QST_PER_MILLION, QST_FROM))),
                "cashIncrement",
                CASH_INCREMENT);
    }

    private static Map<String, Object> tax(String name, String mark, String registration, Object... rates) {
        return Map.of("name", name, "mark", mark, "registration", registration, "rates", List.of(rates));
    }

    private static Map<String, Object> rate(String taxClass, int perMillion, String from) {
        return Map.of("taxClass", taxClass, "perMillion", perMillion, "from", from);
    }
}
