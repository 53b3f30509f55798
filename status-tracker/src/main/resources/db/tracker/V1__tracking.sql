-- One installation is one environment: its data, topics and keys are never another's.
CREATE TABLE tracker.installation (
    environnement text PRIMARY KEY
);
CREATE UNIQUE INDEX installation_is_one ON tracker.installation ((true));

-- Everything heard, append-only: what it says is never changed. Whose it is (demande, voie, orpheline) and whether a replay voids it (perimee) is derived,
-- and can be derived anew. The key of a line is its file and number, that of an event its date and content, so the table can be partitioned by range of cle.
CREATE TABLE tracker.preuve (
    cle            uuid        NOT NULL,
    revision       int         NOT NULL,
    partenaire     text        NOT NULL,
    sort           text        NOT NULL,
    le             timestamptz NOT NULL,
    dit            timestamptz NOT NULL,
    origine        text        NOT NULL,
    demande        text,
    voie           text,
    orpheline      text,
    perimee        boolean     NOT NULL,
    reference      text,
    kind           text,
    pce            text,
    lot            bigint,
    fichier        text,
    ligne          int,
    jour           date,
    numero         text,
    code           text,
    nombre         int,
    motif          text,
    date_souhaitee date,
    priorite       text,
    echeance       timestamptz,
    parent         uuid,
    valeur         json        NOT NULL,
    PRIMARY KEY (cle, revision)
);
CREATE INDEX preuve_demande ON tracker.preuve (partenaire, demande) WHERE demande IS NOT NULL;
CREATE INDEX preuve_lot ON tracker.preuve (lot) WHERE lot IS NOT NULL;
CREATE INDEX preuve_fichier ON tracker.preuve (partenaire, fichier) WHERE sort IN ('Lotted', 'LotDeposited', 'FileJudged');
CREATE INDEX preuve_position ON tracker.preuve (partenaire, fichier) WHERE sort = 'LineJudged' AND reference IS NULL;
CREATE INDEX preuve_numero ON tracker.preuve (partenaire, numero)
    WHERE numero IS NOT NULL AND sort IN ('FileJudged', 'LineJudged', 'Called');
CREATE INDEX preuve_suivi ON tracker.preuve (partenaire, numero) WHERE sort = 'Followed' AND voie IS DISTINCT FROM 'REFERENCE';
CREATE INDEX preuve_orpheline_reference ON tracker.preuve (partenaire, reference) WHERE orpheline IS NOT NULL;
CREATE INDEX preuve_orpheline_fichier ON tracker.preuve (partenaire, fichier) WHERE orpheline IS NOT NULL;
CREATE INDEX preuve_orpheline_dit ON tracker.preuve (dit DESC) WHERE orpheline IS NOT NULL;
CREATE INDEX preuve_parent ON tracker.preuve (parent) WHERE parent IS NOT NULL;
CREATE INDEX preuve_depot ON tracker.preuve (jour) WHERE sort = 'LotDeposited';

-- Replays that are whole: lines of their file (the upper half of cle) with a lower revision are void.
CREATE TABLE tracker.rejeu (
    archive  bigint PRIMARY KEY,
    revision int NOT NULL
);

-- Where each request stands: nothing here that does not follow from tracker.preuve.
CREATE TABLE tracker.demande (
    rang           bigint GENERATED ALWAYS AS IDENTITY,
    partenaire     text        NOT NULL,
    id             text        NOT NULL,
    kind           text,
    pce            text,
    date_souhaitee date,
    priorite       text,
    echeance       timestamptz,
    lot            bigint,
    fichier        text,
    ligne          int,
    jour           date,
    numero         text,
    premiere       timestamptz NOT NULL,
    etat           text        NOT NULL,
    code           text,
    le             timestamptz NOT NULL,
    preuve         uuid        NOT NULL,
    motif          text,
    attend         text,
    echoit         timestamptz,
    PRIMARY KEY (partenaire, id)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX demande_rang ON tracker.demande (rang);
CREATE INDEX demande_id ON tracker.demande (id);
CREATE INDEX demande_pce ON tracker.demande (pce, rang);
CREATE INDEX demande_etat ON tracker.demande (etat, rang);
CREATE INDEX demande_lot ON tracker.demande (lot, rang) WHERE lot IS NOT NULL;
CREATE INDEX demande_numero ON tracker.demande (numero, rang) WHERE numero IS NOT NULL;
CREATE INDEX demande_jour ON tracker.demande (jour) WHERE jour IS NOT NULL;
CREATE INDEX demande_premiere ON tracker.demande (premiere);
CREATE INDEX demande_attente ON tracker.demande (attend, echoit) WHERE attend IS NOT NULL;

-- Steps that are not announced yet, in the order in which they were found: passage is a transition, derniere is where the request stands.
CREATE TABLE tracker.annonce (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partenaire text        NOT NULL,
    demande    text        NOT NULL,
    kind       text,
    etat       text        NOT NULL,
    le         timestamptz NOT NULL,
    passage    boolean     NOT NULL,
    derniere   boolean     NOT NULL,
    valeur     json        NOT NULL
);

-- Up to when each partner's comptes-rendus and publications are known.
CREATE TABLE tracker.regard (
    partenaire text        NOT NULL,
    repertoire text        NOT NULL,
    jusqua     timestamptz NOT NULL,
    PRIMARY KEY (partenaire, repertoire)
);

CREATE TABLE tracker.alerte (
    cle        text PRIMARY KEY,
    genre      text        NOT NULL,
    partenaire text        NOT NULL,
    flux       text,
    gravite    text        NOT NULL,
    message    text        NOT NULL,
    levee      timestamptz NOT NULL,
    close      timestamptz
);

-- The outbox of alerts.
CREATE TABLE tracker.evenement (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic   text        NOT NULL,
    cle     text        NOT NULL,
    type    text        NOT NULL,
    source  text        NOT NULL,
    valeur  jsonb       NOT NULL,
    le      timestamptz NOT NULL,
    envoye  boolean     NOT NULL DEFAULT false
);
CREATE INDEX evenement_a_envoyer ON tracker.evenement (id) WHERE NOT envoye;
