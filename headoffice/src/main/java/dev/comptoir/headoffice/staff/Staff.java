package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Access;

/** Who may do what at the head office. */
public final class Staff {
    public static final Access MANAGERS = Access.staff(Role.MANAGER.word());

    private Staff() {}
}
