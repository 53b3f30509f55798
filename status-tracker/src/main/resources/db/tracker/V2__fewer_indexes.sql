-- One index finds an id of one partner and of any: every index more is written with each step of each request.
DROP INDEX tracker.demande_id;
ALTER TABLE tracker.demande DROP CONSTRAINT demande_pkey;
ALTER TABLE tracker.demande ADD PRIMARY KEY (id, partenaire);
