package dev.comptoir.store.registers;

import dev.comptoir.platform.http.Caller;
import java.util.Map;

/** The register at which a caller works, as stated in the token. */
public record Till(String store, int register) {
    /** The claim of a token that names the store of its holder. */
    public static final String STORE = "store";

    private static final String REGISTER = "register";

    public static Till of(Caller caller) {
        return new Till(caller.attribute(STORE), Integer.parseInt(caller.attribute(REGISTER)));
    }

    /** The caller's store, for responses that are the same at every register. */
    public static String storeOf(Caller caller) {
        return caller.attribute(STORE);
    }

    /** The scope of an idempotency key: the same key at another register is another key. */
    public String scope(String operation) {
        return operation + ' ' + store + ' ' + register;
    }

    Map<String, String> attributes() {
        return Map.of(STORE, store, REGISTER, Integer.toString(register));
    }
}
