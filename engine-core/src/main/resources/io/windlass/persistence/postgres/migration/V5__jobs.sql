-- Job boards, for the module conductor. An engine without one never looks at these tables.

-- Jobs that are on a board; what was consumed is deleted. A job is claimed while owner names a process that holds its
-- lease under owner_epoch: who claimed it is a name for people, claim is made anew with each claim. waiting is set of a
-- job that was posted for later, until somebody finds its time come.
CREATE TABLE "${flyway:defaultSchema}".jobs (
    id uuid NOT NULL,
    board text NOT NULL,
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 4), -- 0 is VERY_HIGH
    details json NOT NULL,
    book uuid,
    book_name text,
    not_before timestamptz,
    deadline timestamptz,
    idempotency_key text,
    waiting boolean NOT NULL,
    created timestamptz NOT NULL DEFAULT clock_timestamp(),
    modified timestamptz NOT NULL DEFAULT clock_timestamp(),
    claim uuid,
    who text,
    owner uuid,
    owner_epoch bigint,
    PRIMARY KEY (board, id),
    CHECK ((owner IS NULL) = (claim IS NULL))
) WITH (fillfactor = 85);

-- What a claim takes its first row from, in the order of claiming.
CREATE INDEX jobs_free ON "${flyway:defaultSchema}".jobs (board, priority, sequence) WHERE owner IS NULL AND NOT waiting;
CREATE INDEX jobs_waiting ON "${flyway:defaultSchema}".jobs (board, not_before) WHERE waiting;
CREATE INDEX jobs_claimed ON "${flyway:defaultSchema}".jobs (board, owner) WHERE owner IS NOT NULL;

-- What makes posting twice post once; outlives the job by up to a day.
CREATE TABLE "${flyway:defaultSchema}".job_keys (
    board text NOT NULL,
    key text NOT NULL,
    job uuid NOT NULL,
    posted timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (board, key)
);

-- Jobs that were put aside, for people to look at and to delete.
CREATE TABLE "${flyway:defaultSchema}".trashed_jobs (
    id uuid NOT NULL,
    board text NOT NULL,
    name text NOT NULL,
    details json NOT NULL,
    book uuid,
    created timestamptz NOT NULL,
    trashed timestamptz NOT NULL DEFAULT clock_timestamp(),
    who text NOT NULL,
    PRIMARY KEY (board, id, trashed)
);

-- Who works on a board, such as a conductor; there while its process holds its lease.
CREATE TABLE "${flyway:defaultSchema}".job_entities (
    board text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    meta json NOT NULL,
    owner uuid NOT NULL,
    owner_epoch bigint NOT NULL,
    PRIMARY KEY (board, kind, name)
);

UPDATE "${flyway:defaultSchema}".compatibility SET version = 5;
