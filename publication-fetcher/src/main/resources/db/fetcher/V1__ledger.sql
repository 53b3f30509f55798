-- One installation is one environment: its data, topics and keys are never another's.
CREATE TABLE fetcher.installation (
    environnement text PRIMARY KEY
);
CREATE UNIQUE INDEX installation_is_one ON fetcher.installation ((true));

-- One row a file. Its state is a value of omega.fetcher.ledger.FileState.
CREATE TABLE fetcher.fichier (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partenaire text        NOT NULL,
    flux       text        NOT NULL,
    nom        text        NOT NULL,
    sha256     text,
    taille     bigint      NOT NULL,
    modifie    timestamptz NOT NULL,
    expire     timestamptz,
    revision   int         NOT NULL DEFAULT 1,
    etat       text        NOT NULL,
    contenu    jsonb       NOT NULL,
    decouvert  timestamptz NOT NULL,
    change     timestamptz NOT NULL,
    UNIQUE (partenaire, flux, nom, sha256)
);
CREATE INDEX fichier_etat ON fetcher.fichier (partenaire, etat, expire NULLS LAST, id);
CREATE INDEX fichier_nom ON fetcher.fichier (partenaire, nom);
CREATE INDEX fichier_flux ON fetcher.fichier (partenaire, flux, modifie);
CREATE INDEX fichier_sha ON fetcher.fichier (sha256 text_pattern_ops);

-- What OMEGA's directory was seen to hold: the same name, size and time are the same file.
CREATE TABLE fetcher.vu (
    partenaire text        NOT NULL,
    nom        text        NOT NULL,
    taille     bigint      NOT NULL,
    modifie    timestamptz NOT NULL,
    fichier    bigint      NOT NULL REFERENCES fetcher.fichier ON DELETE CASCADE,
    PRIMARY KEY (partenaire, nom, taille, modifie)
);
CREATE INDEX vu_fichier ON fetcher.vu (fichier);

-- A file's life and every alert, append-only; what is not sent yet is the outbox.
CREATE TABLE fetcher.evenement (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fichier bigint REFERENCES fetcher.fichier ON DELETE CASCADE,
    topic   text        NOT NULL,
    cle     text        NOT NULL,
    type    text        NOT NULL,
    source  text        NOT NULL,
    valeur  jsonb       NOT NULL,
    le      timestamptz NOT NULL,
    envoye  boolean     NOT NULL DEFAULT false
);
CREATE INDEX evenement_a_envoyer ON fetcher.evenement (id) WHERE NOT envoye;
CREATE INDEX evenement_fichier ON fetcher.evenement (fichier, id);

-- Blocks as the parsers counted them, each once.
CREATE TABLE fetcher.bloc_publie (
    fichier  bigint NOT NULL REFERENCES fetcher.fichier ON DELETE CASCADE,
    revision int    NOT NULL,
    bloc     bigint NOT NULL,
    lues     bigint NOT NULL,
    publiees bigint NOT NULL,
    rejetees bigint NOT NULL,
    fautes   jsonb  NOT NULL,
    PRIMARY KEY (fichier, revision, bloc)
);

CREATE TABLE fetcher.alerte (
    cle        text PRIMARY KEY,
    genre      text        NOT NULL,
    partenaire text        NOT NULL,
    flux       text,
    gravite    text        NOT NULL,
    message    text        NOT NULL,
    levee      timestamptz NOT NULL,
    close      timestamptz
);

-- The newest fichier liste of each partner: what nobody has downloaded, by OMEGA's account.
CREATE TABLE fetcher.liste (
    partenaire text PRIMARY KEY,
    creation   timestamptz NOT NULL,
    noms       text[]      NOT NULL
);

-- When each partner's directory was last looked at whole.
CREATE TABLE fetcher.regard (
    partenaire text PRIMARY KEY,
    premier    timestamptz NOT NULL,
    dernier    timestamptz NOT NULL,
    echecs     int         NOT NULL DEFAULT 0,
    raison     text
);
