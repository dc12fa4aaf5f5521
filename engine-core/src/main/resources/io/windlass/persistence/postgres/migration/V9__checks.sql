-- A check is read from the catalogue and made ready by each statement that writes rows of its table, which was a good part of
-- what a small group commit cost. These four ask for nothing that code could get wrong: the columns have the names of an
-- enum's constants. That of atoms.name stays, it is about what users give.

ALTER TABLE "${flyway:defaultSchema}".flows DROP CONSTRAINT IF EXISTS flows_state_check;
ALTER TABLE "${flyway:defaultSchema}".atoms
    DROP CONSTRAINT IF EXISTS atoms_kind_check,
    DROP CONSTRAINT IF EXISTS atoms_state_check,
    DROP CONSTRAINT IF EXISTS atoms_intention_check;

UPDATE "${flyway:defaultSchema}".compatibility SET version = 9;
