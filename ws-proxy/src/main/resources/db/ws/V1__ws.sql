-- One installation is one environment: its data, topics and keys are never another's.
CREATE TABLE ws.installation (
    environnement text PRIMARY KEY
);
CREATE UNIQUE INDEX installation_is_one ON ws.installation ((true));

-- Calls that must not be lost or made twice: every write, and every call that waits or came by Kafka. Its state is a value of omega.ws.keep.Etat.
CREATE TABLE ws.demande (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partenaire     text        NOT NULL,
    cle            text        NOT NULL,           -- two calls with one key are one call
    id_demande     text        NOT NULL,
    service        text        NOT NULL,
    operation      text        NOT NULL,
    ecriture       boolean     NOT NULL,
    reference      text,                           -- the supplier's own reference, where the operation creates something under it
    empreinte      bytea       NOT NULL,           -- SHA-256 of what it asks for
    corps          text,                           -- the request's JSON, digits and all; null once purged
    appelant       text        NOT NULL,
    motif          text,
    source         text        NOT NULL,           -- rest, or kafka:<topic>/<partition>/<offset>
    attend         boolean     NOT NULL,           -- sent by itself when it may be
    etat           text        NOT NULL CHECK (etat IN ('EN_ATTENTE', 'PREPARE', 'ENVOI', 'ACCEPTEE', 'REFUSEE', 'INCERTAINE', 'ABANDONNEE')),
    statut         int,                            -- HTTP status of its answer
    reponse        text,                           -- the answer's JSON, or a problem; null once purged
    numero_demande text,
    pas_avant      timestamptz NOT NULL,           -- OMEGA's time: when to send it, or to look it up, again
    envoi_limite   timestamptz,                    -- real time: an ENVOI later than that lost its process
    tentatives     int         NOT NULL DEFAULT 0,
    decision       jsonb,                          -- an operator's: who, why
    recue          timestamptz NOT NULL,
    modifiee       timestamptz NOT NULL,
    UNIQUE (partenaire, cle)
);
-- what is asked for under one reference is asked for once, whatever the key
CREATE UNIQUE INDEX demande_reference ON ws.demande (partenaire, service, operation, reference) WHERE etat NOT IN ('REFUSEE', 'ABANDONNEE');
CREATE INDEX demande_a_reprendre ON ws.demande (etat, pas_avant) WHERE etat IN ('EN_ATTENTE', 'ENVOI', 'INCERTAINE');
CREATE INDEX demande_id ON ws.demande (partenaire, id_demande);

-- What happened, append-only; what is not sent yet is the outbox.
CREATE TABLE ws.evenement (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic   text        NOT NULL,
    cle     text        NOT NULL,
    type    text        NOT NULL,
    source  text        NOT NULL,
    valeur  jsonb       NOT NULL,
    le      timestamptz NOT NULL,
    envoye  boolean     NOT NULL DEFAULT false
);
CREATE INDEX evenement_a_envoyer ON ws.evenement (id) WHERE NOT envoye;
CREATE INDEX evenement_cle ON ws.evenement (cle, id);

CREATE TABLE ws.alerte (
    cle        text PRIMARY KEY,
    genre      text        NOT NULL,
    partenaire text        NOT NULL,
    flux       text,
    gravite    text        NOT NULL,
    message    text        NOT NULL,
    levee      timestamptz NOT NULL,
    close      timestamptz
);
