-- Metadata of flows and atoms, waits before an atom starts, log books. Null is as good as an empty object.

ALTER TABLE "${flyway:defaultSchema}".flows ADD COLUMN book uuid, ADD COLUMN meta json;
ALTER TABLE "${flyway:defaultSchema}".atoms ADD COLUMN meta json, ADD COLUMN due timestamptz;

CREATE TABLE "${flyway:defaultSchema}".books (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    meta json NOT NULL,
    created timestamptz NOT NULL,
    updated timestamptz
);

CREATE INDEX flows_of_book ON "${flyway:defaultSchema}".flows (book) WHERE book IS NOT NULL;

UPDATE "${flyway:defaultSchema}".compatibility SET version = 2;
