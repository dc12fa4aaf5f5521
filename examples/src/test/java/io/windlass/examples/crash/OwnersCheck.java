package io.windlass.examples.crash;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks through the history for flows that were written by more than one owner at a time. For runs in which flows change
 * hands only because a process was lost.
 *
 * <p>Each row of the history names its owner, a process that has one epoch for all its life. But the history leaves out what
 * is written under a number that it has, and does not say what the owner's epoch was in the database at that moment. So
 * the database is told to keep both, of each row that anybody writes, by a trigger: the engine sends nothing more for it.
 */
final class OwnersCheck {
    private static final List<String> WATCH = List.of(
            "CREATE TABLE written (flow uuid, sequence bigint, owner uuid, raised boolean)",
            """
            CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO public.written SELECT NEW.flow, NEW.sequence, NEW.owner, NOT EXISTS (
                    SELECT FROM windlass.owners o WHERE o.id = NEW.owner AND o.taken_over IS NULL);
                RETURN NEW;
            END $$
            """,
            "CREATE TRIGGER note_written BEFORE INSERT ON windlass.history FOR EACH ROW EXECUTE FUNCTION note_written()");

    private static final String UNDER_ONE_NUMBER = """
            SELECT flow || ': number ' || sequence || ' was written by ' || string_agg(DISTINCT owner::text, ' and ')
            FROM written GROUP BY flow, sequence HAVING count(DISTINCT owner) > 1
            """;

    private static final String AFTER_ITS_EPOCH = """
            SELECT flow || ': number ' || sequence || ' was written by ' || owner || ', whose epoch others had ended'
            FROM written WHERE raised
            """;

    private static final String CHANGES = """
            WITH changes AS (
                SELECT flow, sequence, at, owner, lag(owner) OVER byflow AS before, lag(at) OVER byflow AS before_at
                FROM windlass.history WINDOW byflow AS (PARTITION BY flow ORDER BY sequence))
            """;

    private static final String RETURNS = CHANGES + """
            SELECT flow || ': ' || owner || ' wrote ' || count(*) || ' times, with others between'
            FROM changes WHERE owner IS DISTINCT FROM before GROUP BY flow, owner HAVING count(*) > 1
            """;

    private static final String TOO_EARLY = CHANGES + """
            SELECT c.flow || ': ' || c.owner || ' wrote number ' || c.sequence || ' at ' || c.at || ', after ' || c.before
                || ' at ' || c.before_at || ', whose epoch ' || coalesce('ended at ' || o.taken_over, 'has not ended')
            FROM changes c LEFT JOIN windlass.owners o ON o.id = c.before
            WHERE c.owner <> c.before
                AND (o.taken_over IS NULL OR c.at < o.taken_over OR c.at < c.before_at)
            """;

    private final Jdbi store;

    /** To be made before there are flows. */
    OwnersCheck(Jdbi store) {
        this.store = store;
        store.useHandle(handle -> WATCH.forEach(handle::execute));
    }

    /** {@return how many rows were written, those that the history left out too} */
    long written() {
        return store.withHandle(handle -> handle.createQuery("SELECT count(*) FROM written")
                .mapTo(Long.class)
                .one());
    }

    /** {@return what two owners wrote at a time; empty when there is nothing} To be asked before processes are stopped. */
    List<String> wrong() {
        return store.withHandle(handle -> List.of(UNDER_ONE_NUMBER, AFTER_ITS_EPOCH, RETURNS, TOO_EARLY).stream()
                .flatMap(query -> handle.createQuery(query).mapTo(String.class).list().stream())
                .toList());
    }
}
