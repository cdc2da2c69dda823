package dev.comptoir.store.registers;

import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Response;

/** The problems that callers receive because of the state of their register. */
public final class RegisterProblems {
    public static final ProblemType REGISTER_GONE =
            new ProblemType("register-gone", 409, "The register of this session no longer exists");
    public static final ProblemType REGISTER_CLOSED =
            new ProblemType("register-closed", 409, "The register is closed: open it first");
    public static final ProblemType REGISTER_OUT_OF_SERVICE =
            new ProblemType("register-out-of-service", 409, "The head office took the register out of service");
    public static final ProblemType CART_NOT_EMPTY =
            new ProblemType("cart-not-empty", 409, "The register's cart is not empty");

    private RegisterProblems() {}

    public static Response gone() {
        return Response.problem(REGISTER_GONE, "log in at another register");
    }

    public static Response outOfService() {
        return Response.problem(REGISTER_OUT_OF_SERVICE, "choose another register");
    }

    public static Response closed() {
        return Response.problem(REGISTER_CLOSED, "count the float and open the register");
    }

    public static Response cartNotEmpty() {
        return Response.problem(CART_NOT_EMPTY, "sell, park or empty the cart first");
    }
}
