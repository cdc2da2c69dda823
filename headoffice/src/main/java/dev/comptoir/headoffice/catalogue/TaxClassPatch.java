package dev.comptoir.headoffice.catalogue;

import org.jspecify.annotations.Nullable;

/** Other names of a tax class; what is absent stays. */
public record TaxClassPatch(
        @Nullable String nameFr, @Nullable String nameEn) {
    public TaxClassPatch {
        nameFr = nameFr == null ? null : NewTaxClass.checkedName(nameFr);
        nameEn = nameEn == null ? null : NewTaxClass.checkedName(nameEn);
    }
}
