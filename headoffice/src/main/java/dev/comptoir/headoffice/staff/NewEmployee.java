package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.security.Passwords;
import java.util.regex.Pattern;

/** @param password 8 to 128 characters */
public record NewEmployee(String username, String displayName, Role role, String password) {
    static final String USERNAME = "[a-z][a-z0-9.-]{1,30}";
    private static final Pattern USERNAME_PATTERN = Pattern.compile(USERNAME);
    private static final int DISPLAY_NAME_LIMIT = 60;

    public NewEmployee {
        if (!USERNAME_PATTERN.matcher(username).matches()) {
            throw new IllegalArgumentException("a username matches " + USERNAME);
        }
        displayName = checkedDisplayName(displayName);
        checkPassword(password);
    }

    static String checkedDisplayName(String displayName) {
        if (displayName.isBlank() || displayName.length() > DISPLAY_NAME_LIMIT) {
            throw new IllegalArgumentException("a display name has 1 to " + DISPLAY_NAME_LIMIT + " characters");
        }
        return displayName.strip();
    }

    static void checkPassword(String password) {
        if (password.length() < Passwords.MIN_LENGTH || password.length() > Passwords.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a password has " + Passwords.MIN_LENGTH + " to " + Passwords.MAX_LENGTH + " characters");
        }
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "NewEmployee[" + username + ", " + role + "]";
    }
}
