-- A check is read from the catalogue and made ready by each statement that writes rows of its table, which was a good part of
-- what a small group commit cost. These four ask for nothing that code could get wrong: the columns have the names of an
-- enum's constants. That of atoms.name stays, it is about what users give.

ALTER TABLE "${flyway:defaultSchema}".flows DROP CONSTRAINT IF EXISTS flows_state_check;
ALTER TABLE "${flyway:defaultSchema}".atoms
    DROP CONSTRAINT IF EXISTS atoms_kind_check,
    DROP CONSTRAINT IF EXISTS atoms_state_check,
    DROP CONSTRAINT IF EXISTS atoms_intention_check;

-- What a group commit hands over, as arrays of rows. Columns that a later version adds go in a type of their own: code of this
-- version may be at work still, and a row has all columns of its type or is refused.
CREATE TYPE "${flyway:defaultSchema}".flow_row AS (
    id uuid,
    name text,
    book uuid,
    state text,
    history bigint,
    deadline text,
    store json,
    meta json
);
CREATE TYPE "${flyway:defaultSchema}".atom_row AS (
    flow uuid,
    name text,
    kind text,
    version text,
    state text,
    intention text,
    round integer,
    attempt integer,
    worker text,
    run_id text,
    due text,
    start_by text,
    deadline text,
    meta json,
    outcome boolean,
    result json,
    failure json,
    revert_failure json
);
CREATE TYPE "${flyway:defaultSchema}".history_row AS (
    flow uuid,
    sequence bigint,
    atom text,
    round integer,
    attempt integer,
    from_state text,
    to_state text,
    worker text,
    run_id text
);

UPDATE "${flyway:defaultSchema}".compatibility SET version = 9;
