-- All that was posted of a job that is put aside, so that it can be posted again, and why it is there.
ALTER TABLE "${flyway:defaultSchema}".trashed_jobs
    ADD COLUMN priority smallint NOT NULL DEFAULT 2 CHECK (priority BETWEEN 0 AND 4), -- NORMAL
    ADD COLUMN book_name text,
    ADD COLUMN not_before timestamptz,
    ADD COLUMN deadline timestamptz,
    ADD COLUMN idempotency_key text,
    ADD COLUMN why text;

CREATE INDEX trashed_jobs_newest ON "${flyway:defaultSchema}".trashed_jobs (board, trashed);

-- How the claim on a job was taken away last, by an operator.
ALTER TABLE "${flyway:defaultSchema}".jobs
    ADD COLUMN released timestamptz,
    ADD COLUMN released_from text,
    ADD COLUMN released_by text,
    ADD COLUMN released_why text;

UPDATE "${flyway:defaultSchema}".compatibility SET version = 7;
