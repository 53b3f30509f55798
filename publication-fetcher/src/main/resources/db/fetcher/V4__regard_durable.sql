-- Whether the last failure stays until somebody acts: a host key, a login, a setting.
ALTER TABLE fetcher.regard ADD COLUMN durable boolean NOT NULL DEFAULT false;
