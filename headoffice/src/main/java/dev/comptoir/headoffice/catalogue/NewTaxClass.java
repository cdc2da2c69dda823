package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.TaxClass;

/**
 * A tax class to add.
 *
 * @param code a lower-case letter and at most 29 lower-case letters, digits or '-'
 * @param nameFr 1 to 60 characters
 * @param nameEn 1 to 60 characters
 */
public record NewTaxClass(String code, String nameFr, String nameEn) {
    private static final int NAME_LIMIT = 60;

    public NewTaxClass {
        TaxClass.requireCode(code);
        nameFr = checkedName(nameFr);
        nameEn = checkedName(nameEn);
    }

    static String checkedName(String name) {
        if (name.isBlank() || name.length() > NAME_LIMIT) {
            throw new IllegalArgumentException("a tax class has names of 1 to " + NAME_LIMIT + " characters");
        }
        return name.strip();
    }
}
