-- Where and at which listing each file was first seen; before this version neither was noted.
ALTER TABLE fetcher.vu ADD COLUMN repertoire text NOT NULL DEFAULT '';
ALTER TABLE fetcher.vu ADD COLUMN le timestamptz NOT NULL DEFAULT 'epoch';
ALTER TABLE fetcher.vu ALTER COLUMN repertoire DROP DEFAULT;
ALTER TABLE fetcher.vu ALTER COLUMN le DROP DEFAULT;

-- Listings whose every file has been noted: the newest one up to which all has settled and been told, and those since.
CREATE TABLE fetcher.listage (
    partenaire text        NOT NULL,
    source     text        NOT NULL,
    repertoire text        NOT NULL,
    le         timestamptz NOT NULL,
    dit        boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (partenaire, source, repertoire, le)
);
