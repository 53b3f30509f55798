-- OMEGA's directory and a followed one may hold the same file: each look is told by its source.
ALTER TABLE fetcher.vu ADD COLUMN source text NOT NULL DEFAULT 'OMEGA';
ALTER TABLE fetcher.vu ALTER COLUMN source DROP DEFAULT;
ALTER TABLE fetcher.vu DROP CONSTRAINT vu_pkey;
ALTER TABLE fetcher.vu ADD PRIMARY KEY (partenaire, source, nom, taille, modifie);
