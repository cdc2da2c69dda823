package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Products are imported from a file after a preview, and exported to a file that can be imported. */
class ProductFileTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
        world.addTaxClass("zero-rated");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static JsonNode preview(String csv) {
        return world.bob().post("/products/imports/preview", Map.of("csv", csv)).expect(200);
    }

    private static Reply imported(String csv) {
        return world.bob().post("/products/imports", Map.of("csv", csv));
    }

    private static String sku() {
        return "F-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(java.util.Locale.ROOT);
    }

    private static JsonNode product(String sku) {
        return world.bob()
                .get("/products?query=" + sku)
                .expect(200)
                .path("items")
                .get(0);
    }

    @Test
    void thePreviewShowsTheEffectOfEachLineAndChangesNothing() {
        String known = sku();
        String same = sku();
        String unknown = sku();
        world.addProduct(known, "Thé noir", 500);
        world.addProduct(same, "Thé vert", 600);
        JsonNode effect = preview("sku,name,category,price,taxClass\n" + known
                + ",Thé noir fort,Épicerie,5.50,standard\n" + same + ",Thé vert,Épicerie,6,standard\n" + unknown
                + ",Tisane,Épicerie,\"4,25\",standard\n");
        assertThat(effect.path("lines").findValuesAsString("effect")).containsExactly("change", "none", "add");
        assertThat(effect.path("lines")
                        .get(0)
                        .path("changes")
                        .path("price")
                        .path("before")
                        .asLong())
                .isEqualTo(500);
        assertThat(effect.path("lines")
                        .get(0)
                        .path("changes")
                        .path("price")
                        .path("after")
                        .asLong())
                .isEqualTo(550);
        assertThat(product(known).path("name").asString()).isEqualTo("Thé noir");
        assertThat(world.bob().get("/products?query=" + unknown).expect(200).path("items"))
                .isEmpty();
    }

    @Test
    void everyBadLineHasAReasonAndNothingIsImported() {
        String good = sku();
        String csv = "sku;name;category;price;low;high;taxClass\n" + good + ";Bon;Épicerie;1,00;1;2;standard\n" + sku()
                + ";Prix;Épicerie;cher;1;2;standard\n" + sku() + ";;Épicerie;1;1;2;standard\n" + good
                + ";Encore;Épicerie;1;1;2;standard\n"
                + sku() + ";Seuils;Épicerie;1;9;2;standard\nbad sku;Nom;Épicerie;1;1;2;standard\n";
        JsonNode effect = preview(csv);
        assertThat(effect.path("errors").asInt()).isEqualTo(5);
        assertThat(effect.path("added").asInt()).isEqualTo(1);
        assertThat(effect.path("lines").get(1).path("line").asInt()).isEqualTo(3);
        assertThat(effect.path("lines").get(1).path("reason").asString()).isEqualTo("wrong-price");
        assertThat(effect.path("lines").findValuesAsString("reason"))
                .contains("wrong-name", "duplicate-sku", "wrong-thresholds", "wrong-sku");
        Reply refused = imported(csv);
        assertThat(refused.problem()).isEqualTo("bad-lines");
        assertThat(refused.json().path("lines").size()).isEqualTo(5);
        assertThat(world.bob().get("/products?query=" + good).expect(200).path("items"))
                .isEmpty();
    }

    @Test
    void aLineWithTooManyOrTooFewCellsIsBadAndTheOthersAreStillRead() {
        String good = sku();
        String csv = "sku,name,category,price,taxClass\n" + sku() + ",Tisane,Épicerie,4,25,standard\n" + sku()
                + ",Thé, noir,Épicerie,3,standard\n"
                + sku() + ",Court\n\n" + good + ",Bon,Épicerie,1,standard\n";
        JsonNode lines = preview(csv).path("lines");
        assertThat(lines.findValuesAsString("effect")).containsExactly("error", "error", "error", "add");
        assertThat(lines.findValuesAsString("reason")).contains("wrong-cells");
        assertThat(lines.valueStream().map(line -> line.path("line").asInt())).containsExactly(2, 3, 4, 6);
        assertThat(imported(csv).problem()).isEqualTo("bad-lines");
    }

    @Test
    void anImportAddsAndChangesAllAtOnceAndOnce() {
        String known = sku();
        String unknown = sku();
        world.addProduct(known, "Thé noir", 500);
        String csv = "sku,name,category,price,taxClass\n" + known + ",Thé noir,Épicerie,7.77,standard\n" + unknown
                + ",Tisane,Épicerie,3,standard\n";
        String key = UUID.randomUUID().toString();
        JsonNode effect = world.bob()
                .key(key)
                .post("/products/imports", Map.of("csv", csv))
                .expect(201);
        assertThat(world.bob()
                        .key(key)
                        .post("/products/imports", Map.of("csv", csv))
                        .expect(201))
                .isEqualTo(effect);
        assertThat(product(known).path("price").asLong()).isEqualTo(777);
        assertThat(product(unknown).path("price").asLong()).isEqualTo(300);
        JsonNode history = world.bob()
                .get("/products/" + product(known).path("id").asLong() + "/changes")
                .expect(200)
                .path("items");
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.get(0).path("changedBy").asString()).isEqualTo("bob");
    }

    @Test
    void importingAnExportChangesNothingWhateverTheNamesHold() {
        for (String name :
                List.of("Thé \"spécial\", 10 g", "=SOMME(A1)", "'apostrophe", "-5 °C", "ligne\nsuivante", "@moi")) {
            world.addProduct(sku(), name, 500);
        }
        imported("sku,name,category,price,taxClass,depositContainers,depositCents\n" + sku()
                        + ",Eau,Boissons,1.50,zero-rated,12,10\n")
                .expect(201);
        String exported = world.bob().get("/products.csv").body();
        assertThat(exported).startsWith("\uFEFFsku,barcode,name").contains("'=SOMME(A1)");
        JsonNode effect = preview(exported);
        assertThat(effect.path("errors").asInt()).as(effect.toString()).isZero();
        assertThat(effect.path("changed").asInt() + effect.path("added").asInt())
                .isZero();
        assertThat(effect.path("unchanged").asInt()).isGreaterThanOrEqualTo(7);
    }

    @Test
    void aFileSetsChangesAndRemovesDepositsAndClasses() {
        String cola = sku();
        String juice = sku();
        imported("sku,name,category,price,taxClass,depositContainers,depositCents\n" + cola
                        + ",Cola,Boissons,5.99,standard,6,10\n" + juice + ",Jus,Boissons,3.49, Standard ,,\n")
                .expect(201);
        assertThat(product(cola).path("deposit")).isEqualTo(deposit(6, 10));
        assertThat(product(juice).path("taxClass").asString()).isEqualTo("standard");
        assertThat(product(juice).path("deposit").isNull()).isTrue();

        imported("sku;taxClass;depositContainers;depositCents\n" + cola + ";zero-rated;;\n" + juice
                        + ";zero-rated;1;25\n")
                .expect(201);
        assertThat(product(cola).path("taxClass").asString()).isEqualTo("zero-rated");
        assertThat(product(cola).path("deposit").isNull()).isTrue();
        assertThat(product(juice).path("deposit")).isEqualTo(deposit(1, 25));
    }

    private static JsonNode deposit(int containers, int each) {
        return Json.mapper().createObjectNode().put("containers", containers).put("each", each);
    }

    @Test
    void absentColumnsLeaveClassAndDepositUnchangedAndOneDepositColumnIsCompletedWithTheOther() {
        String cola = sku();
        imported("sku,name,category,price,taxClass,depositContainers,depositCents\n" + cola
                        + ",Cola,Boissons,5.99,zero-rated,6,10\n")
                .expect(201);
        imported("sku,price\n" + cola + ",6.49\n").expect(201);
        assertThat(product(cola).path("taxClass").asString()).isEqualTo("zero-rated");
        assertThat(product(cola).path("deposit")).isEqualTo(deposit(6, 10));
        imported("sku,depositCents\n" + cola + ",25\n").expect(201);
        assertThat(product(cola).path("deposit")).isEqualTo(deposit(6, 25));
        imported("sku,depositContainers\n" + cola + ",0\n").expect(201);
        assertThat(product(cola).path("deposit").isNull()).isTrue();
    }

    @Test
    void aNewProductWithoutAClassIsIncomplete() {
        String csv = "sku,name,category,price\n" + sku() + ",Cola,Boissons,5.99\n";
        assertThat(preview(csv).path("lines").findValuesAsString("reason")).containsExactly("incomplete");
    }

    @Test
    void wrongOrUnknownClassesAndWrongDepositsAreErrorsOfTheirLines() {
        String header = "sku,name,category,price,taxClass,depositContainers,depositCents\n";
        for (String[] cells : List.of(
                new String[] {"hors taxe,,", "wrong-tax-class"},
                new String[] {",,", "wrong-tax-class"},
                new String[] {"luxury,,", "unknown-tax-class"},
                new String[] {"standard,1,", "wrong-deposit"},
                new String[] {"standard,,10", "wrong-deposit"},
                new String[] {"standard,one,10", "wrong-deposit"},
                new String[] {"standard,1001,10", "wrong-deposit"},
                new String[] {"standard,1,0.10", "wrong-deposit"})) {
            String good = sku();
            String csv = header + sku() + ",Cola,Boissons,5.99," + cells[0] + "\n" + good
                    + ",Bon,Boissons,1,standard,1,10\n";
            JsonNode lines = preview(csv).path("lines");
            assertThat(lines.get(0).path("reason").asString()).as(cells[0]).isEqualTo(cells[1]);
            assertThat(lines.get(1).path("effect").asString()).as(cells[0]).isEqualTo("add");
            assertThat(imported(csv).problem()).isEqualTo("bad-lines");
        }
    }

    @Test
    void aBarcodeBelongsToOneProduct() {
        String csv = "sku,barcode,name,category,price,taxClass\n" + sku() + ",12345670,Un,Épicerie,1,standard\n" + sku()
                + ",12345670,Deux,Épicerie,1,standard\n";
        assertThat(preview(csv).path("lines").findValuesAsString("effect")).containsExactly("add", "error");
    }

    @Test
    void aTextThatIsNotAProductFileIsRefused() {
        for (String csv : List.of("", "sku,name\n", "name,price\nThé,1\n", "sku,sku\nA,B\n", "sku,colour\nA,red\n")) {
            assertThat(world.bob()
                            .post("/products/imports/preview", Map.of("csv", csv))
                            .status())
                    .as(csv)
                    .isEqualTo(400);
        }
        String tooLong = "sku\n" + "A-1\n".repeat(5_001);
        assertThat(world.bob()
                        .post("/products/imports/preview", Map.of("csv", tooLong))
                        .status())
                .isEqualTo(400);
    }
}
