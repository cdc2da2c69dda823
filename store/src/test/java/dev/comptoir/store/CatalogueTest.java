package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.store.catalogue.Catalogue;
import dev.comptoir.store.shelf.Shelf;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Cashiers find products by name, SKU or barcode, page by page, at the current price. */
class CatalogueTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    @BeforeAll
    static void open() {
        for (String name :
                List.of("Épinards", "Crème brûlée", "Oeuf", "Bœuf haché", "100 % pur jus", "Pâté_en_croûte")) {
            world.sendFromHeadOffice(world.product(name, 500));
        }
        for (int number = 0; number < 25; number++) {
            world.sendFromHeadOffice(world.product("Biscuit " + number / 2, 300));
        }
        world.settled();
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (JsonNode product : world.alice(1).get(path).expect(200).path("items")) {
            names.add(product.path("name").asString());
        }
        return names;
    }

    @Test
    void accentsAndCaseDoNotMatter() {
        assertThat(names("/products?query=EPINARDS")).containsExactly("Épinards");
        assertThat(names("/products?query=brulee%20creme")).containsExactly("Crème brûlée");
        assertThat(names("/products?query=boeuf")).containsExactly("Bœuf haché");
    }

    @Test
    void theNewestOfSeveralChangesInOneBatchIsStored() {
        ProductChanged first = world.product("Moutarde", 300);
        ProductChanged second = StoreWorld.repriced(first, world.nextVersion(), 350);
        try (Database database = world.openDatabase()) {
            Catalogue catalogue = new Catalogue(new Shelf(new Outbox(database), Clock.systemUTC()), "store");
            database.write(transaction -> {
                catalogue.apply(transaction, List.of(second, first));
                return second;
            });
        }
        assertThat(world.alice(1)
                        .get("/products/" + first.productId())
                        .expect(200)
                        .path("price")
                        .asLong())
                .isEqualTo(350);
    }

    @Test
    void sqlWildcardsAreOrdinaryCharacters() {
        assertThat(names("/products?query=%25")).containsExactly("100 % pur jus");
        assertThat(names("/products?query=_")).containsExactly("Pâté_en_croûte");
    }

    @Test
    void anExactSkuComesFirst() {
        JsonNode first = world.alice(1)
                .get("/products?query=sku-1")
                .expect(200)
                .path("items")
                .get(0);
        assertThat(first.path("sku").asString()).isEqualTo("SKU-1");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        TestHttp alice = world.alice(1);
        List<Long> seen = new ArrayList<>();
        String path = "/products?query=biscuit&limit=4";
        JsonNode page = alice.get(path).expect(200);
        while (true) {
            page.path("items").forEach(product -> seen.add(product.path("id").asLong()));
            if (page.path("next").isNull()) {
                break;
            }
            page = alice.get(path + "&after=" + page.path("next").asString()).expect(200);
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void anInventedCursorIsRefused() {
        assertThat(world.alice(1).get("/products?after=AAAA").status()).isEqualTo(400);
        assertThat(world.alice(1).get("/stock?after=AAAA").status()).isEqualTo(400);
        assertThat(world.alice(1).get("/sales?after=AAAA").status()).isEqualTo(400);
        assertThat(world.alice(1).get("/restock-orders?after=AAAA").status()).isEqualTo(400);
    }

    @Test
    void anOlderVersionThatArrivesLateIsIgnored() {
        var product = world.product("Ananas", 500);
        long older = world.nextVersion();
        long newer = world.nextVersion();
        world.sendFromHeadOffice(product);
        world.sendFromHeadOffice(StoreWorld.repriced(product, newer, 700));
        world.sendFromHeadOffice(StoreWorld.repriced(product, older, 600));
        world.settled();
        JsonNode shown = world.alice(1).get("/products/" + product.productId()).expect(200);
        assertThat(shown.path("price").asLong()).isEqualTo(700);
        assertThat(shown.path("version").asLong()).isEqualTo(newer);
    }

    @Test
    void oneResponseHasTheStockOfSeveralStores() {
        long lemon = world.productOnShelf("Citron", 100, 7);
        JsonNode items = world.alice(1)
                .get("/stock?store=S1&store=S2&query=citron")
                .expect(200)
                .path("items");
        assertThat(items.size()).isEqualTo(1);
        assertThat(items.get(0).path("productId").asLong()).isEqualTo(lemon);
        assertThat(items.get(0).path("stores").get(0).path("quantity").asInt()).isEqualTo(7);
        assertThat(items.get(0).path("stores").get(1).path("level").asString()).isEqualTo("out");
        assertThat(world.alice(1).get("/stock?store=S7").problem()).isEqualTo("unknown-store");
    }

    @Test
    void anUnknownProductIsNotFound() {
        assertThat(world.alice(1).get("/products/424242").status()).isEqualTo(404);
    }
}
