package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Role;

/** @param active whether the employee may log in */
public record Employee(String username, String displayName, Role role, boolean active) {
    static Employee of(EmployeeChanged employee) {
        return new Employee(
                employee.username(), employee.displayName(), Role.stored(employee.role()), employee.active());
    }
}
