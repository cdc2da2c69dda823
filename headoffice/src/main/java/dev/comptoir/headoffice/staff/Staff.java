package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.ProblemType;
import java.util.Set;

/** Who has access to the head office. */
public final class Staff {
    public static final Access.Staff MANAGERS = new Access.Staff(Set.of(Role.MANAGER.word()));

    public static final ProblemType MANAGERS_ONLY =
            new ProblemType("managers-only", 403, "Only managers have access to the head office");

    private Staff() {}
}
