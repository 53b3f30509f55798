-- The certificates that each partner's server showed last, its own first (PEM): whose end is watched (guide, 1.4.2).
CREATE TABLE serveur (
    partner text        PRIMARY KEY,
    hote    text        NOT NULL,
    chaine  text        NOT NULL,
    vu      timestamptz NOT NULL
);
