package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.WordSearch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A search among many products finds all that contain every word, in the order of their names, without reading the others. */
class SearchTest {
    private static final int PRODUCTS = 6_000;
    private static final List<String> NAMES = IntStream.range(0, PRODUCTS)
            .mapToObj(number -> "%s %04d%s"
                    .formatted(
                            List.of("farine", "lait", "riz", "sel de mer", "the")
                                    .get(number % 5),
                            number,
                            number % 1_000 == 999 ? " 2% w-x" : ""))
            .toList();

    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
        try (Database database = world.openDatabase()) {
            database.write(transaction -> transaction
                    .update("""
                            INSERT INTO product (version, sku, name, description, category, price, low, high, store_thresholds,
                                                 search)
                            SELECT number, 'M-' || number, name, '', 'Rayon', 100, 0, 9, '{}', name
                            FROM unnest(:names) WITH ORDINALITY AS made (name, number)
                            """)
                    .bindArray("names", String.class, NAMES)
                    .execute());
        }
        world.execute("VACUUM ANALYZE product");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** Frequent and rare words, of one character or more, with and without a trigram, and several words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "t", "%", "x", "th", "w-", "2%", "zq", "w-x", "lait", "999", "me de", "lait 2%", "riz 12", "absent"
            })
    void everyProductWithAllWordsIsFoundOnce(String query) {
        List<String> words = List.of(query.split(" "));
        assertThat(found(query))
                .containsExactlyInAnyOrderElementsOf(NAMES.stream()
                        .filter(name -> words.stream().allMatch(name::contains))
                        .toList());
    }

    private static List<String> found(String query) {
        List<String> names = new ArrayList<>();
        String path = "/products?limit=200&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        JsonNode page = world.bob().get(path).expect(200);
        page.path("items").forEach(product -> names.add(product.path("name").asString()));
        while (!page.path("next").isNull()) {
            page = world.bob()
                    .get(path + "&after=" + page.path("next").asString())
                    .expect(200);
            page.path("items").forEach(product -> names.add(product.path("name").asString()));
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "x", "th", "w-", "zq", "w-x", "lait", "absent"})
    void noSearchReadsTheWholeTable(String word) {
        WordSearch search = new WordSearch(List.of(word));
        try (Database database = world.openDatabase()) {
            List<String> plan = database.read(sql -> search.bind(
                            sql.createQuery("EXPLAIN (ANALYZE, TIMING OFF) " + search.page("product", "true")))
                    .bind("name", "")
                    .bind("id", 0)
                    .bind("limit", 51)
                    .mapTo(String.class)
                    .list());
            assertThat(plan).noneMatch(line -> line.contains("Seq Scan on product"));
        }
    }
}
