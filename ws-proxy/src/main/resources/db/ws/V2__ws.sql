-- Calls that wait are taken by service, the oldest first, so that a slow service holds up no other.
CREATE INDEX demande_par_service ON ws.demande (service, id) WHERE etat = 'EN_ATTENTE';
