package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Role;

/** Somebody who works in the chain. */
public record Employee(String username, String displayName, Role role, boolean active) {}
