-- One installation is one environment: its data, topics and keys are never another's.
CREATE TABLE submitter.installation (
    environnement text PRIMARY KEY
);
CREATE UNIQUE INDEX installation_is_one ON submitter.installation ((true));

-- One file of requests. Its state is a value of omega.submitter.ledger.LotState; version grows with each change.
CREATE TABLE submitter.lot (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partenaire text        NOT NULL,
    kind       text        NOT NULL,
    fichier    text        NOT NULL,
    sha256     text        NOT NULL,
    taille     int         NOT NULL,
    archive    bytea,                           -- the frozen bytes; null once purged or taken apart
    nombre     int         NOT NULL,
    jour       date        NOT NULL,            -- whose quota it books
    servi      timestamptz NOT NULL,            -- up to when the day's line is served by it
    cree       timestamptz NOT NULL,
    epoch      int         NOT NULL DEFAULT 0,  -- attempts so far
    etat       text        NOT NULL,
    contenu    jsonb       NOT NULL,
    version    int         NOT NULL DEFAULT 0,
    change     timestamptz NOT NULL,
    UNIQUE (partenaire, fichier)
);
CREATE INDEX lot_etat ON submitter.lot (partenaire, etat, id);
CREATE INDEX lot_jour ON submitter.lot (partenaire, jour);

-- Every accepted request, for ever: id and hash outlive what it asked for.
CREATE TABLE submitter.demande (
    rang       bigint PRIMARY KEY,              -- order of acceptance
    partenaire text        NOT NULL,
    id_demande text        NOT NULL,
    empreinte  bytea       NOT NULL,            -- SHA-256 of what it asked for
    kind       text        NOT NULL,
    priorite   text        NOT NULL,
    echeance   timestamptz,
    contenu    jsonb,                           -- as its caller wrote it; null once purged
    source     text        NOT NULL,
    recue      timestamptz NOT NULL,
    etat       text        NOT NULL CHECK (etat IN ('EN_ATTENTE', 'EN_LOT', 'REFUSEE')),
    lot        bigint REFERENCES submitter.lot,
    ligne      int,
    CHECK ((etat = 'EN_LOT') = (lot IS NOT NULL)),
    UNIQUE (partenaire, id_demande)
);
CREATE SEQUENCE submitter.rang;
CREATE INDEX demande_en_attente ON submitter.demande (partenaire, rang) WHERE etat = 'EN_ATTENTE';
CREATE INDEX demande_lot ON submitter.demande (lot, ligne);

-- What each day has room for (guide, 2.2.1 and 3.2.1).
CREATE TABLE submitter.quota (
    partenaire      text NOT NULL,
    jour            date NOT NULL,
    limite          int  NOT NULL,
    reserve_portail int  NOT NULL,
    portail_declare int  NOT NULL DEFAULT 0,
    abaissee        int,                        -- what OMEGA showed the limit to be, when it refused a file
    utilise         int  NOT NULL DEFAULT 0 CHECK (utilise >= 0),
    PRIMARY KEY (partenaire, jour)
);

-- The last number given to a file.
CREATE TABLE submitter.numero (
    partenaire text   NOT NULL,
    kind       text   NOT NULL,
    dernier    bigint NOT NULL,
    PRIMARY KEY (partenaire, kind)
);

-- Up to when each partner's comptes-rendus are known.
CREATE TABLE submitter.regard (
    partenaire text PRIMARY KEY,
    jusqua     timestamptz NOT NULL
);

-- What happened to requests and lots, append-only; what is not sent yet is the outbox.
CREATE TABLE submitter.evenement (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic   text        NOT NULL,
    cle     text        NOT NULL,
    type    text        NOT NULL,
    source  text        NOT NULL,
    valeur  jsonb       NOT NULL,
    le      timestamptz NOT NULL,
    envoye  boolean     NOT NULL DEFAULT false
);
CREATE INDEX evenement_a_envoyer ON submitter.evenement (id) WHERE NOT envoye;
CREATE INDEX evenement_cle ON submitter.evenement (cle, id);

CREATE TABLE submitter.alerte (
    cle        text PRIMARY KEY,
    genre      text        NOT NULL,
    partenaire text        NOT NULL,
    flux       text,
    gravite    text        NOT NULL,
    message    text        NOT NULL,
    levee      timestamptz NOT NULL,
    close      timestamptz
);
