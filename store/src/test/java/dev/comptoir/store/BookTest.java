package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The book of a store is listed page by page, and its reconciliation finds every difference. */
class BookTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static String number;

    @BeforeAll
    static void open() {
        long milk = world.productOnShelf("Lait", 289, 100);
        for (int sale = 0; sale < 7; sale++) {
            number = world.alice(1 + sale % 2)
                    .post("/sales", saleOf(List.of(line(milk, 2))))
                    .expect(201)
                    .path("number")
                    .asString();
        }
        world.alice(1)
                .post("/sales/" + number + "/refunds", Map.of("reason", "essai"))
                .expect(201);
    }

    @Test
    void salesAreListedNewestFirstPageByPage() {
        List<String> numbers = new ArrayList<>();
        JsonNode page = world.alice(1).get("/sales?limit=3").expect(200);
        while (true) {
            page.path("items").forEach(sale -> numbers.add(sale.path("number").asString()));
            if (page.path("next").isNull()) {
                break;
            }
            page = world.alice(1)
                    .get("/sales?limit=3&after=" + page.path("next").asString())
                    .expect(200);
        }
        assertThat(numbers).hasSize(7).doesNotHaveDuplicates().startsWith(number);
    }

    @Test
    void theListShowsReturnedUnits() {
        JsonNode newest =
                world.alice(1).get("/sales?limit=1").expect(200).path("items").get(0);
        assertThat(newest.path("units").asInt()).isEqualTo(2);
        assertThat(newest.path("returnedUnits").asInt()).isEqualTo(2);
    }

    @Test
    void theListIsFilteredByRegisterDayAndCashier() {
        assertThat(world.alice(1)
                        .get("/sales?register=2")
                        .expect(200)
                        .path("items")
                        .size())
                .isEqualTo(3);
        assertThat(world.alice(1)
                        .get("/sales?cashier=nobody")
                        .expect(200)
                        .path("items")
                        .size())
                .isZero();
        assertThat(world.alice(1)
                        .get("/sales?to=2020-01-01")
                        .expect(200)
                        .path("items")
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE shelf SET quantity = quantity + 1 WHERE quantity = 88"
                        + "| UPDATE shelf SET quantity = quantity - 1 WHERE quantity = 89",
                "UPDATE sale SET total = total + 1 WHERE number LIKE 'S1-1-000001'"
                        + "| UPDATE sale SET total = total - 1 WHERE number LIKE 'S1-1-000001'",
                "UPDATE sale SET taxes = jsonb_set(taxes, '{0,amount}', '30') WHERE number LIKE 'S1-1-000001'"
                        + "| UPDATE sale SET taxes = jsonb_set(taxes, '{0,amount}', '29') WHERE number LIKE 'S1-1-000001'",
                "UPDATE sale_line SET returned = 1 WHERE sale_number = 'S1-1-000001'"
                        + "| UPDATE sale_line SET returned = 0 WHERE sale_number = 'S1-1-000001'",
                "UPDATE refund SET total = total + 1, subtotal = subtotal + 1"
                        + "| UPDATE refund SET total = total - 1, subtotal = subtotal - 1",
                "UPDATE refund SET taxes = jsonb_set(taxes, '{0,amount}', '30')"
                        + "| UPDATE refund SET taxes = jsonb_set(taxes, '{0,amount}', '29')",
                "UPDATE register SET sales_total = sales_total - 1 WHERE number = 1"
                        + "| UPDATE register SET sales_total = sales_total + 1 WHERE number = 1"
            })
    void reconciliationFindsARowThatWasChangedByHand(String damage, String repair) {
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
        assertThat(world.execute(damage)).isPositive();
        try {
            assertThat(world.reconciliation().path("ok").asBoolean()).isFalse();
        } finally {
            world.execute(repair);
        }
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
    }
}
