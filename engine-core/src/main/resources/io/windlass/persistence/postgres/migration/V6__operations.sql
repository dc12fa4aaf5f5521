-- What people want done with flows, and what came of it: the order and its record are one row, changed once.
CREATE TABLE "${flyway:defaultSchema}".operations (
    id uuid PRIMARY KEY,
    flow uuid NOT NULL,
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL CHECK (kind IN ('SUSPEND', 'RESUME', 'CANCEL', 'RETRY', 'MARK_DONE', 'MARK_REVERTED', 'SKIP',
        'GIVE_UP')),
    atom text,
    argument json,
    who text NOT NULL,
    why text NOT NULL,
    asked timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('OPEN', 'DONE', 'REFUSED')),
    finished timestamptz,
    outcome text,
    CHECK ((status = 'OPEN') = (finished IS NULL))
);

CREATE INDEX operations_of_flow ON "${flyway:defaultSchema}".operations (flow, sequence);

-- What each process looks at from time to time: hardly ever more than a few rows.
CREATE INDEX operations_open ON "${flyway:defaultSchema}".operations (flow) WHERE status = 'OPEN';

UPDATE "${flyway:defaultSchema}".compatibility SET version = 6;
