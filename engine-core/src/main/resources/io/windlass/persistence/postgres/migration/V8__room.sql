-- An atom's row is written when it starts and again when it ends, and finds room for that on its page: then no index has
-- to be told of it. What is on pages already stays where it is.

ALTER TABLE "${flyway:defaultSchema}".flows SET (fillfactor = 70);
ALTER TABLE "${flyway:defaultSchema}".atoms SET (fillfactor = 50);

UPDATE "${flyway:defaultSchema}".compatibility SET version = 8;
