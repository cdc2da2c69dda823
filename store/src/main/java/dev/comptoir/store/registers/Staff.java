package dev.comptoir.store.registers;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Access;

/** Access rules for the staff of a store. */
public final class Staff {
    /** Clerks and managers. */
    public static final Access ANY = Access.staff(Role.CLERK.word(), Role.MANAGER.word());

    public static final Access MANAGERS = Access.staff(Role.MANAGER.word());

    private Staff() {}

    static boolean worksInStores(String role) {
        return role.equals(Role.CLERK.word()) || role.equals(Role.MANAGER.word());
    }
}
