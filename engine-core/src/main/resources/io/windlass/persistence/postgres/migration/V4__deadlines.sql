-- Until when what is under way may take, by the database's clock; null for as long as it takes.

-- Of an atom's newest request: by when a worker must have started it. Of its execute, with all attempts: the end.
ALTER TABLE "${flyway:defaultSchema}".atoms ADD COLUMN start_by timestamptz, ADD COLUMN deadline timestamptz;

-- Of the flow, until it has begun to be undone for that.
ALTER TABLE "${flyway:defaultSchema}".flows ADD COLUMN deadline timestamptz;

UPDATE "${flyway:defaultSchema}".compatibility SET version = 4;
