-- Every index is written with each step of each request, so there are as few as lists can do with. Lists are in the order of premiere: a range of dates, a
-- state, a kind or a day is read from its newest end and never sorted. A lot's requests are found by its evidence.
DROP INDEX tracker.demande_rang;
DROP INDEX tracker.demande_pce;
DROP INDEX tracker.demande_etat;
DROP INDEX tracker.demande_lot;
DROP INDEX tracker.demande_numero;
DROP INDEX tracker.demande_jour;
DROP INDEX tracker.demande_premiere;
CREATE INDEX demande_pce ON tracker.demande (pce);
CREATE INDEX demande_premiere ON tracker.demande (premiere, rang);
CREATE INDEX demande_etat ON tracker.demande (etat, premiere, rang);
CREATE INDEX demande_kind ON tracker.demande (kind, premiere, rang);
CREATE INDEX demande_jour ON tracker.demande (jour, premiere, rang) WHERE jour IS NOT NULL;
CREATE INDEX demande_numero ON tracker.demande (numero) WHERE numero IS NOT NULL;
