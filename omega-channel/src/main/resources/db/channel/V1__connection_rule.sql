-- The connection rule (guide, 3.1): at most one control connection per five minutes and partner.
-- Times are the gateway's own (faster than real in the sandbox) unless named _real.

CREATE TABLE partenaire (
    partner    text        PRIMARY KEY,
    prochaine  timestamptz NOT NULL DEFAULT 'epoch', -- no connect before
    epoch      bigint      NOT NULL DEFAULT 0,       -- of the last claim; fences older ones
    claimed_by text,                                 -- a claim that has not connected yet
    claimed_at timestamptz,
    CHECK ((claimed_by IS NULL) = (claimed_at IS NULL))
);

CREATE TABLE want (
    partner   text        NOT NULL REFERENCES partenaire,
    service   text        NOT NULL,
    purpose   text        NOT NULL,
    not_after timestamptz,
    since     timestamptz NOT NULL,
    passed    integer     NOT NULL DEFAULT 0,        -- connections of other services since
    seen_real timestamptz NOT NULL,                  -- the service's last sign of life
    PRIMARY KEY (partner, service, purpose)
);

CREATE TABLE connexion (
    partner        text        NOT NULL REFERENCES partenaire,
    epoch          bigint      NOT NULL,
    service        text        NOT NULL,
    connected_at   timestamptz NOT NULL,
    connected_real timestamptz NOT NULL,
    outcome        text        NOT NULL DEFAULT 'EN_COURS'
        CHECK (outcome IN ('EN_COURS', 'REUSSIE', 'ECHOUEE', 'INTERROMPUE')),
    reason         text,
    ended_at       timestamptz,
    PRIMARY KEY (partner, epoch)
);
