package dev.comptoir.app;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A product of the demo.
 *
 * @param index in the list, from 0; the quantities are computed from it
 * @param price in cents
 * @param deposit of one unit; absent where none is charged
 */
record DemoProduct(
        int index,
        String sku,
        String barcode,
        String name,
        String category,
        long price,
        String taxClass,
        @Nullable Deposit deposit) {
    private static final String FILE = "products.csv";

    static List<DemoProduct> all() {
        List<DemoProduct> all = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(DemoProduct.class.getResourceAsStream(FILE)), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> all.add(of(all.size(), line)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return List.copyOf(all);
    }

    private static DemoProduct of(int index, String line) {
        String[] parts = line.split(";", -1);
        return new DemoProduct(
                index,
                parts[0],
                parts[1],
                parts[2],
                parts[3],
                Long.parseLong(parts[4]),
                parts[5],
                deposit(parts[6], parts[7]));
    }

    private static @Nullable Deposit deposit(String containers, String cents) {
        return containers.isEmpty()
                ? null
                : new Deposit(Integer.parseInt(containers), Money.ofCents(Long.parseLong(cents)));
    }

    /** From 40 to 200. */
    int inWarehouse() {
        return 40 + index * 37 % 161;
    }

    /** From 3 to 11, a different mix in each store. */
    int onShelf(String store) {
        return 3 + (index * 7 + store.charAt(1) * 5) % 9;
    }
}
