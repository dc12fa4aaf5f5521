package io.windlass.examples.cli;

import io.windlass.failure.NotFoundException;
import io.windlass.job.Job;
import io.windlass.job.Jobboard;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the jobs are. */
final class BoardOptions {
    /** Work with a board. */
    @FunctionalInterface
    interface Work<T> {
        T with(Jobboard board) throws InterruptedException;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private BoardAddress address = new BoardAddress();

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
        if (!address.isInDatabase()) {
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

    /** {@return a job that is on the board} */
    static Job find(Jobboard jobs, UUID id) {
        return jobs.find(id)
                .orElseThrow(() -> new NotFoundException(
                        "there is no job " + id + " on board " + jobs.name() + "; see job list and job trashed"));
    }

    private Jobboard open(@Nullable PostgresPersistence store) {
        return address.open(store, Main.of(command).connectTimeout());
    }

    private static <T> T with(Jobboard made, Work<T> work) throws InterruptedException {
        try (Jobboard board = made) {
            BoardAddress.connect(board);
            return work.with(board);
        }
    }
}
