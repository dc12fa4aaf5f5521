-- Windlass's store. Migrations only expand within a major version, so that old and new code run side by side.
--
-- A process at work needs no more than
--   GRANT USAGE ON SCHEMA ...; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ...;
-- with migrations turned off. Whoever migrates needs CREATE on the schema (and on the database, once, for the schema).

-- What the schema is, and the lowest code version that may use it. One row.
CREATE TABLE "${flyway:defaultSchema}".compatibility (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version integer NOT NULL,
    lowest_code integer NOT NULL
);
INSERT INTO "${flyway:defaultSchema}".compatibility (version, lowest_code) VALUES (1, 1);

-- Processes. taken_over is set, and the epoch raised, once, when others may take a dead process's flows.
CREATE TABLE "${flyway:defaultSchema}".owners (
    id uuid PRIMARY KEY,
    epoch bigint NOT NULL,
    lease_until timestamptz NOT NULL,
    taken_over timestamptz,
    reply_queue text,
    name text NOT NULL,
    started timestamptz NOT NULL DEFAULT now()
);

-- A flow is owned while owners has a row of its owner and owner_epoch; the rows of finished flows keep both for people.
-- Values are json and not jsonb: jsonb refuses \u0000.
CREATE TABLE "${flyway:defaultSchema}".flows (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('PENDING', 'RUNNING', 'SUSPENDING', 'SUSPENDED', 'RESUMING', 'SUCCESS',
        'FAILURE', 'REVERTED')),
    store json NOT NULL,
    owner uuid,
    owner_epoch bigint,
    history bigint NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    modified timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 85);

-- Finds a dead owner's unfinished flows without looking at the finished ones.
CREATE INDEX flows_unfinished ON "${flyway:defaultSchema}".flows (owner)
    WHERE state NOT IN ('SUCCESS', 'FAILURE', 'REVERTED');

-- No foreign keys: a group transaction writes a flow before its atoms, and checks would cost it a lookup per row.
CREATE TABLE "${flyway:defaultSchema}".atoms (
    flow uuid NOT NULL,
    name text NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 1000),
    kind text NOT NULL CHECK (kind IN ('TASK', 'RETRY')),
    version text NOT NULL,
    state text NOT NULL CHECK (state IN ('PENDING', 'RUNNING', 'SUCCESS', 'FAILURE', 'REVERTING', 'REVERTED',
        'REVERT_FAILURE', 'IGNORE', 'RETRYING')),
    intention text NOT NULL CHECK (intention IN ('EXECUTE', 'REVERT', 'RETRY', 'IGNORE')),
    round integer NOT NULL,
    attempt integer NOT NULL,
    result json,
    failure json,
    revert_failure json,
    worker text,
    run_id text,
    modified timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (flow, name)
) WITH (fillfactor = 85);

-- Appended to, never changed.
CREATE TABLE "${flyway:defaultSchema}".history (
    flow uuid NOT NULL,
    sequence bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    atom text,
    round integer NOT NULL,
    attempt integer NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    worker text,
    run_id text,
    owner uuid NOT NULL,
    PRIMARY KEY (flow, sequence)
);

-- Replies that reached a process which does not own the flow.
CREATE TABLE "${flyway:defaultSchema}".inbox (
    flow uuid NOT NULL,
    atom text NOT NULL,
    action text NOT NULL CHECK (action IN ('execute', 'revert')),
    round integer NOT NULL,
    attempt integer NOT NULL,
    run_id text NOT NULL,
    worker text NOT NULL,
    success boolean NOT NULL,
    payload json NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (flow, atom, action, round, attempt, run_id)
);
