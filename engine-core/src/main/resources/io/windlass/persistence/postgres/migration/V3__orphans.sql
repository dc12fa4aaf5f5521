-- Successes of runs that are not the recorded ones. compensation is the flow that undoes what the run did, if it is undone.
CREATE TABLE "${flyway:defaultSchema}".orphans (
    flow uuid NOT NULL,
    atom text NOT NULL,
    action text NOT NULL CHECK (action IN ('execute', 'revert')),
    round integer NOT NULL,
    attempt integer NOT NULL,
    run_id text NOT NULL,
    worker text NOT NULL,
    result json NOT NULL,
    found timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('FOUND', 'COMPENSATED', 'FAILED')),
    compensation uuid NOT NULL,
    PRIMARY KEY (flow, atom, action, round, attempt, run_id)
);

CREATE INDEX orphans_compensation ON "${flyway:defaultSchema}".orphans (compensation);
CREATE INDEX orphans_found ON "${flyway:defaultSchema}".orphans (state, found);

UPDATE "${flyway:defaultSchema}".compatibility SET version = 3;
