package dev.comptoir.headoffice.catalogue;

/**
 * A tax class, as managers choose it.
 *
 * @param code as products and the rates of stores' taxes name it; it never changes
 * @param version from 1; each change of a name increments it
 */
public record NamedTaxClass(String code, String nameFr, String nameEn, long version) {}
