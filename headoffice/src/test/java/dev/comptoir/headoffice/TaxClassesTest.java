package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Managers add and rename tax classes. A class keeps its code and is never deleted, because sales and rates name it. */
class TaxClassesTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
        world.addTaxClass("renamed");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static Map<String, Object> taxClass(String code) {
        return Map.of("code", code, "nameFr", "Détaxé", "nameEn", "Zero-rated");
    }

    private static Reply rename(String code, long version, Map<String, Object> names) {
        return world.bob().with("If-Match", "\"" + version + "\"").patch("/tax-classes/" + code, names);
    }

    private static List<String> codes(HeadOfficeWorld chain) {
        return chain.bob().get("/tax-classes").expect(200).path("items").findValuesAsString("code");
    }

    @Test
    void aNewChainHasTheClassOfWhatBearsEveryTax() {
        try (HeadOfficeWorld chain = new HeadOfficeWorld()) {
            JsonNode only = chain.bob().get("/tax-classes").expect(200).path("items");
            assertThat(only.findValuesAsString("code")).containsExactly("standard");
            assertThat(only.get(0).path("nameFr").asString()).isEqualTo("Taxable");
            assertThat(only.get(0).path("version").asLong()).isEqualTo(1);
        }
    }

    @Test
    void anAddedClassIsListedByItsCode() {
        Reply added = world.bob().post("/tax-classes", taxClass("zero-rated"));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("ETag")).isEqualTo("\"1\"");
        world.bob().post("/tax-classes", taxClass("gst-only")).expect(201);
        assertThat(codes(world)).contains("gst-only", "standard", "zero-rated").isSorted();
    }

    @Test
    void aClassIsAddedOnceWithAKeyAndACodeIsUsedOnce() {
        TestHttp keyed = world.bob().key("one-class-only");
        JsonNode first = keyed.post("/tax-classes", taxClass("once")).expect(201);
        assertThat(keyed.post("/tax-classes", taxClass("once")).expect(201)).isEqualTo(first);
        Reply again = world.bob().post("/tax-classes", taxClass("once"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("tax-class-exists");
    }

    @Test
    void aRenamedClassKeepsItsCodeAndGetsANewVersion() {
        world.bob().post("/tax-classes", taxClass("reduced")).expect(201);
        JsonNode renamed =
                rename("reduced", 1, Map.of("nameFr", "  Taux réduit ")).expect(200);
        assertThat(renamed.path("code").asString()).isEqualTo("reduced");
        assertThat(renamed.path("nameFr").asString()).isEqualTo("Taux réduit");
        assertThat(renamed.path("nameEn").asString()).isEqualTo("Zero-rated");
        assertThat(renamed.path("version").asLong()).isEqualTo(2);
    }

    @Test
    void aChangeOfAStaleVersionIsRefusedWithTheCurrentNames() {
        rename("renamed", 1, Map.of("nameEn", "Fully taxed")).expect(200);
        Reply refused = rename("renamed", 1, Map.of("nameEn", "Taxed"));
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.problem()).isEqualTo("version-stale");
        assertThat(refused.header("ETag")).isEqualTo("\"2\"");
        assertThat(refused.json().path("now").path("nameEn").asString()).isEqualTo("Fully taxed");
    }

    @Test
    void aChangeNamesAVersionAndAKnownClass() {
        Reply unversioned = world.bob().patch("/tax-classes/standard", Map.of("nameEn", "Taxed"));
        assertThat(unversioned.status()).isEqualTo(428);
        assertThat(unversioned.problem()).isEqualTo("version-required");
        assertThat(rename("unknown", 1, Map.of("nameEn", "Taxed")).status()).isEqualTo(404);
    }

    @Test
    void codesAndNamesOutOfRangeAreRefused() {
        List<String> before = codes(world);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                taxClass("Zero"),
                taxClass("0-rated"),
                taxClass("a".repeat(31)),
                Map.of("code", "zero-rated", "nameFr", "Détaxé"),
                Map.of("code", "zero-rated", "nameFr", " ", "nameEn", "Zero-rated"),
                Map.of("code", "zero-rated", "nameFr", "Détaxé", "nameEn", "z".repeat(61)))) {
            assertThat(world.bob().post("/tax-classes", wrong).status())
                    .as(wrong.toString())
                    .isEqualTo(400);
        }
        assertThat(rename("standard", 1, Map.of("nameEn", "")).status()).isEqualTo(400);
        assertThat(rename("standard", 1, Map.of("code", "other")).status()).isEqualTo(400);
        assertThat(codes(world)).isEqualTo(before);
    }

    @Test
    void ofClassesAddedAtOnceOneIsTheThirtiethAndTheLast() throws Exception {
        try (HeadOfficeWorld chain = new HeadOfficeWorld()) {
            for (int number = 0; number < 28; number++) {
                chain.addTaxClass("class-" + number);
            }
            List<Callable<Reply>> additions = IntStream.range(0, 6)
                    .<Callable<Reply>>mapToObj(
                            number -> () -> chain.bob().post("/tax-classes", taxClass("last-" + number)))
                    .toList();
            List<Reply> replies = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Reply> future : threads.invokeAll(additions)) {
                    replies.add(future.get());
                }
            }
            assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
            assertThat(replies.stream().filter(reply -> reply.status() != 201).map(Reply::problem))
                    .hasSize(5)
                    .containsOnly("too-many-tax-classes");
            assertThat(codes(chain)).hasSize(30);
        }
    }
}
