-- Products of a class are taxed alike; each store's taxes have their rates for it. Until now every product bore all taxes.
CREATE TABLE tax_class (
    code    text PRIMARY KEY,
    name_fr text   NOT NULL,
    name_en text   NOT NULL,
    version bigint NOT NULL DEFAULT 1
);
INSERT INTO tax_class (code, name_fr, name_en) VALUES ('standard', 'Taxable', 'Taxable');

-- The default is for instances of version 0.2, which do not write it.
ALTER TABLE product
    ADD COLUMN tax_class text NOT NULL DEFAULT 'standard' CONSTRAINT product_tax_class REFERENCES tax_class,
    ADD COLUMN deposit jsonb;
