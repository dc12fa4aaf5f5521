package io.windlass.examples.crash;

import io.windlass.examples.cluster.ChildProcess;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** When processes were killed or frozen, by the clock of the database that has the tasks' own records, and the store. */
final class LostProcesses {
    /**
     * A run is repeated rightly where the process that had begun was lost in between; where the one that repeats it was
     * frozen when the other began, with the permit in its hands; and where the flow's conductor was frozen in between, with
     * the reply in its hands. A process goes on for a moment after it was noted.
     */
    private static final String REPEATED = """
            SELECT flow || '/' || atom || '/' || action || '/' || round || ' began on ' || worker || ' at ' || started
                || ', though ' || before || ' had begun it at ' || begun || ' and nobody was lost since'
            FROM (SELECT *, lag(worker) OVER each AS before, lag(pid) OVER each AS process, lag(started) OVER each AS begun
                FROM runs WINDOW each AS (PARTITION BY flow, atom, action, round ORDER BY started)) r
            WHERE begun IS NOT NULL AND NOT EXISTS (
                SELECT FROM lost l WHERE l.pid = r.process AND l.at BETWEEN begun - interval '1 second' AND started
                    OR l.pid = r.pid AND begun BETWEEN l.at AND l.until
                    OR l.until > l.at AND l.at BETWEEN begun - interval '1 second' AND started AND EXISTS (
                        SELECT FROM windlass.history h JOIN windlass.owners o ON o.id = h.owner
                        WHERE h.flow = r.flow AND o.name = l.name))
            """;

    private final Jdbi jdbi;

    LostProcesses(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE lost (pid bigint NOT NULL, name text NOT NULL,"
                + " at timestamptz NOT NULL, until timestamptz NOT NULL)"));
    }

    /** To be said just before it is killed or frozen. */
    void add(ChildProcess process) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO lost SELECT ?, ?, now, now FROM clock_timestamp() now", process.pid(), process.name()));
    }

    /** To be said when one that was frozen goes on. */
    void goesOn(ChildProcess process) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE lost SET until = clock_timestamp() WHERE pid = ? AND until = at", process.pid()));
    }

    /** {@return runs that were repeated without such a reason} */
    List<String> unexplainedRuns() {
        return jdbi.withHandle(
                handle -> handle.createQuery(REPEATED).mapTo(String.class).list());
    }
}
