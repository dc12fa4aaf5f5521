package io.windlass.examples.crash;

import io.windlass.examples.cluster.ChildProcess;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** When processes were killed or frozen, by the clock of the database that has the tasks' own records. */
final class LostProcesses {
    /** A process goes on for a moment after it was noted. */
    private static final String REPEATED = """
            SELECT flow || '/' || atom || '/' || action || '/' || round || ' began on ' || worker || ' at ' || started
                || ', though ' || before || ' had begun it at ' || begun || ' and was not lost since'
            FROM (SELECT *, lag(worker) OVER each AS before, lag(pid) OVER each AS process, lag(started) OVER each AS begun
                FROM runs WINDOW each AS (PARTITION BY flow, atom, action, round ORDER BY started)) r
            WHERE begun IS NOT NULL AND NOT EXISTS (
                SELECT FROM lost WHERE pid = process AND at BETWEEN begun - interval '1 second' AND started)
            """;

    private final Jdbi jdbi;

    LostProcesses(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE lost (pid bigint NOT NULL, at timestamptz NOT NULL)"));
    }

    /** To be said just before it happens. */
    void add(ChildProcess process) {
        jdbi.useHandle(handle -> handle.execute("INSERT INTO lost VALUES (?, clock_timestamp())", process.pid()));
    }

    /** {@return runs that began although the process of the run before was neither killed nor frozen between the two} */
    List<String> unexplainedRuns() {
        return jdbi.withHandle(
                handle -> handle.createQuery(REPEATED).mapTo(String.class).list());
    }
}
