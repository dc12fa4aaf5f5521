-- What the tasks of the create-volume example write to, as io.windlass.examples.volume.Effects makes it. PostgreSQL's
-- image runs this once, in an empty data folder. Windlass's own tables are made by the engine.
CREATE TABLE effects (
    key text PRIMARY KEY,
    flow uuid NOT NULL,
    atom text NOT NULL,
    runs integer NOT NULL,
    made timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE runs (
    run_id text PRIMARY KEY,
    flow uuid NOT NULL,
    atom text NOT NULL,
    action text NOT NULL,
    round integer NOT NULL,
    worker text NOT NULL,
    pid bigint NOT NULL,
    started timestamptz NOT NULL DEFAULT now(),
    finished timestamptz
);
