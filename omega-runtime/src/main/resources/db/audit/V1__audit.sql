-- One installation is one environment: its data, topics and keys are never another's.
CREATE TABLE audit.installation (
    environnement text PRIMARY KEY
);
CREATE UNIQUE INDEX installation_is_one ON audit.installation ((true));

-- What was done with OMEGA: connections, transfers, deposits, and what operators did. Lines are added, never changed.
CREATE TABLE audit.ligne (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    jour       date        NOT NULL, -- in Paris
    le         timestamptz NOT NULL, -- on the gateway's clock
    service    text        NOT NULL,
    partenaire text        NOT NULL,
    acteur     text        NOT NULL,
    action     text        NOT NULL,
    objet      text        NOT NULL,
    resultat   text        NOT NULL,
    raison     text
);
CREATE INDEX ligne_jour ON audit.ligne (jour, id);

-- Each day once it is over: which lines it has, the hash of each, and a hash over all that and the seal before.
CREATE TABLE audit.sceau (
    jour       date     PRIMARY KEY,
    lignes     bigint[] NOT NULL, -- ids, in order
    empreintes text[]   NOT NULL, -- SHA-256 of what each line says, in hex
    precedent  text     NOT NULL, -- the hash of the day before; 32 zeros for the first
    empreinte  text     NOT NULL,
    pose       timestamptz NOT NULL
);

-- Whoever owns the tables can undo this; then the seals tell.
CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit.% only grows: % is refused', TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER ligne_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.ligne FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER sceau_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.sceau FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
REVOKE UPDATE, DELETE, TRUNCATE ON audit.ligne, audit.sceau FROM PUBLIC;
