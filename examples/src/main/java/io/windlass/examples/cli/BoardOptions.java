package io.windlass.examples.cli;

import io.windlass.failure.NotFoundException;
import io.windlass.job.JobException;
import io.windlass.job.Jobboard;
import io.windlass.job.boards.Jobboards;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the jobs are. */
final class BoardOptions {
    private static final String IN_DATABASE = "postgresql:";

    /** The least that a board takes. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Work with a board. */
    @FunctionalInterface
    interface Work<T> {
        T with(Jobboard board) throws InterruptedException;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--board",
            paramLabel = "URI",
            defaultValue = IN_DATABASE,
            description = "the board: postgresql:NAME for one in the database, zookeeper://host:2181/path;"
                    + " default: ${DEFAULT-VALUE}, the board 'jobs' in the database")
    private String uri = IN_DATABASE;

    @Option(
            names = "--database-url",
            description =
                    "the database of such a board, such as jdbc:postgresql://host/name; or $WINDLASS_DATABASE_URL")
    private @Nullable String databaseUrl;

    /**
     * {@return what comes of the work} The board is connected for it, and closed in the end.
     *
     * @throws Unreachable when the board is not there
     */
    <T> T with(Work<T> work) throws InterruptedException {
        if (!Jobboards.isInStore(uri)) {
            return with(open(null), work);
        }
        if (databaseUrl == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "a board in the database needs --database-url (or set $" + Settings.variable("database-url") + ")");
        }
        Reach.database(databaseUrl, Main.of(command).connectTimeout());
        try (PostgresPersistence store = PostgresPersistence.builder()
                .url(databaseUrl)
                .name("job-" + ProcessName.ofThisProcess())
                .migrate(false)
                .open()) {
            return with(open(store), work);
        }
    }

    private Jobboard open(@Nullable PostgresPersistence store) {
        try {
            Duration patience = Main.of(command).connectTimeout();
            return Jobboards.open(uri, store, patience.compareTo(SHORTEST) < 0 ? SHORTEST : patience);
        } catch (IllegalArgumentException | NotFoundException e) {
            throw new IllegalArgumentException(e.getMessage() + " (--board or $" + Settings.variable("board") + ")", e);
        }
    }

    private static <T> T with(Jobboard made, Work<T> work) throws InterruptedException {
        try (Jobboard board = made) {
            try {
                board.connect();
            } catch (JobException e) {
                throw new Unreachable(
                        e.getMessage() + " Correct --board or $" + Settings.variable("board")
                                + " if it is not that one.",
                        e);
            }
            return work.with(board);
        }
    }
}
