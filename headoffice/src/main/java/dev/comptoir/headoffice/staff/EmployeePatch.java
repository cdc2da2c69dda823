package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Role;
import org.jspecify.annotations.Nullable;

/** What to change about an employee; what is absent stays. */
public record EmployeePatch(
        @Nullable String displayName,
        @Nullable Role role,
        @Nullable Boolean active) {
    public EmployeePatch {
        displayName = displayName == null ? null : NewEmployee.checkedDisplayName(displayName);
    }
}
