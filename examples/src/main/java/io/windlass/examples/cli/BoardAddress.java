package io.windlass.examples.cli;

import io.windlass.failure.NotFoundException;
import io.windlass.job.JobException;
import io.windlass.job.Jobboard;
import io.windlass.job.boards.Jobboards;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which board. */
final class BoardAddress {
    private static final String IN_DATABASE = "postgresql:";

    /** The least that a board takes. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    @Option(
            names = "--board",
            paramLabel = "URI",
            defaultValue = IN_DATABASE,
            description = "the board: postgresql:NAME for one in the database, zookeeper://host:2181/path;"
                    + " default: ${DEFAULT-VALUE}, the board 'jobs' in the database")
    private String uri = IN_DATABASE;

    boolean isInDatabase() {
        return Jobboards.isInStore(uri);
    }

    /**
     * {@return the board, not connected}
     *
     * @param store null where there is none
     * @param patience how long connecting may take
     */
    Jobboard open(@Nullable PostgresPersistence store, Duration patience) {
        try {
            return Jobboards.open(uri, store, patience.compareTo(SHORTEST) < 0 ? SHORTEST : patience);
        } catch (IllegalArgumentException | NotFoundException e) {
            throw new IllegalArgumentException(e.getMessage() + " (--board or $" + Settings.variable("board") + ")", e);
        }
    }

    /**
     * Connects a board.
     *
     * @throws Unreachable when it is not there
     */
    static void connect(Jobboard board) {
        try {
            board.connect();
        } catch (JobException e) {
            throw new Unreachable(e.getMessage() + " (--board or $" + Settings.variable("board") + ")", e);
        }
    }
}
