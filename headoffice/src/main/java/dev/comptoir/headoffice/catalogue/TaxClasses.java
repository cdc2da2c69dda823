package dev.comptoir.headoffice.catalogue;

import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The tax classes of the chain. They stay for ever: sales, products and rates name them. */
final class TaxClasses {
    static final int CLASSES_LIMIT = 30;
    private static final String COLUMNS = "code, name_fr, name_en, version";

    private TaxClasses() {}

    /** The result of adding or renaming a tax class. */
    sealed interface Outcome {}

    record Saved(NamedTaxClass taxClass) implements Outcome {}

    /** Why nothing was written. */
    sealed interface Refusal extends Outcome {}

    record TaxClassExists() implements Refusal {}

    record TooManyTaxClasses() implements Refusal {}

    record NotFound() implements Refusal {}

    /** The class was renamed after the caller read it. */
    record VersionStale(NamedTaxClass now) implements Refusal {}

    /** By code. */
    static List<NamedTaxClass> all(Handle sql) {
        return sql.createQuery("SELECT " + COLUMNS + " FROM tax_class ORDER BY code LIMIT :limit")
                .bind("limit", CLASSES_LIMIT)
                .map(ConstructorMapper.of(NamedTaxClass.class))
                .list();
    }

    /** One at a time, so that the limit holds. */
    static Outcome add(Transaction transaction, NewTaxClass wanted) {
        transaction.sql().execute("LOCK TABLE tax_class IN SHARE ROW EXCLUSIVE MODE");
        Optional<NamedTaxClass> added = transaction
                .query("""
                        INSERT INTO tax_class (code, name_fr, name_en)
                        SELECT :code, :nameFr, :nameEn WHERE (SELECT count(*) FROM tax_class) < :classesLimit
                        ON CONFLICT DO NOTHING
                        RETURNING code, name_fr, name_en, version
                        """)
                .bindMethods(wanted)
                .bind("classesLimit", CLASSES_LIMIT)
                .map(ConstructorMapper.of(NamedTaxClass.class))
                .findOne();
        if (added.isPresent()) {
            return new Saved(added.get());
        }
        boolean exists = find(transaction.sql(), wanted.code()).isPresent();
        return transaction.refuse(exists ? new TaxClassExists() : new TooManyTaxClasses());
    }

    /** One statement; when it changes nothing, a second one finds out why. */
    static Outcome rename(Handle sql, String code, long version, TaxClassPatch patch) {
        Optional<NamedTaxClass> renamed = sql.createQuery("""
                        UPDATE tax_class
                        SET name_fr = coalesce(:nameFr, name_fr), name_en = coalesce(:nameEn, name_en),
                            version = version + 1
                        WHERE code = :code AND version = :version
                        RETURNING code, name_fr, name_en, version
                        """)
                .bind("code", code)
                .bind("version", version)
                .bindByType("nameFr", patch.nameFr(), String.class)
                .bindByType("nameEn", patch.nameEn(), String.class)
                .map(ConstructorMapper.of(NamedTaxClass.class))
                .findOne();
        return renamed.<Outcome>map(Saved::new)
                .orElseGet(() -> find(sql, code).<Outcome>map(VersionStale::new).orElseGet(NotFound::new));
    }

    private static Optional<NamedTaxClass> find(Handle sql, String code) {
        return sql.createQuery("SELECT " + COLUMNS + " FROM tax_class WHERE code = :code")
                .bind("code", code)
                .map(ConstructorMapper.of(NamedTaxClass.class))
                .findOne();
    }
}
