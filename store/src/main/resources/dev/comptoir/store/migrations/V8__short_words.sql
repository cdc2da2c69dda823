-- Words of one or two characters have no trigram: each character of a text, and each pair.
CREATE FUNCTION fragments(searched text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    characters text[] := string_to_array(searched, NULL);
    found      text[] := characters;
BEGIN
    FOR i IN 2..cardinality(characters) LOOP
        found := found || (characters[i - 1] || characters[i]);
    END LOOP;
    RETURN found;
END $$;
CREATE INDEX IF NOT EXISTS product_fragments ON product USING gin (fragments(search));

-- The highest epoch is compared with that of the head office.
CREATE INDEX IF NOT EXISTS product_epoch ON product (epoch);
