package dev.comptoir.logistics.staff;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.ProblemType;
import java.util.Set;

/** Who has access to logistics. */
public final class Staff {
    public static final Access.Staff WAREHOUSE =
            new Access.Staff(Set.of(Role.WAREHOUSE_CLERK.word(), Role.MANAGER.word()));

    public static final Access.Staff MANAGERS = new Access.Staff(Set.of(Role.MANAGER.word()));

    public static final ProblemType NOT_OF_THE_WAREHOUSE =
            new ProblemType("not-of-the-warehouse", 403, "Only warehouse clerks and managers have access to logistics");

    private Staff() {}
}
