package dev.comptoir.logistics.staff;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Access;

/** Who may do what in the warehouse. */
public final class Staff {
    /** Anyone who works in the warehouse. */
    public static final Access WAREHOUSE = Access.staff(Role.WAREHOUSE_CLERK.word(), Role.MANAGER.word());

    /** What only a manager sees. */
    public static final Access MANAGERS = Access.staff(Role.MANAGER.word());

    private Staff() {}
}
