package io.windlass.job.postgres;

import io.windlass.job.JobEvent;
import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import io.windlass.job.base.BaseJobboard;
import io.windlass.persistence.postgres.PostgresAccess;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what boards of the same name tell each other, by LISTEN on a connection of its own. One that is lost is made
 * anew; what was missed meanwhile is made up for by looking.
 */
final class JobNotices {
    /** Told when jobs were given up or have become free. */
    static final String FREED = "FREED";

    private static final Logger LOG = LoggerFactory.getLogger(JobNotices.class);
    private static final int CHECK_SECONDS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final PostgresAccess access;
    private final String board;
    private final String channel;
    private final Consumer<Optional<JobEvent>> told;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Connection connection;

    /**
     * Connects, and hears what is told from its return on.
     *
     * @param told is called with each event; with none when something may be claimable, or was missed
     * @throws JobException when there is no connection to be had
     */
    JobNotices(PostgresAccess access, String board, String channel, Consumer<Optional<JobEvent>> told) {
        this.access = access;
        this.board = board;
        this.channel = channel;
        this.told = told;
        try {
            connection = connect();
        } catch (SQLException e) {
            throw new JobException("board " + board + " cannot listen for notifications: " + e.getMessage(), e);
        }
        thread = new Thread(this::run, "windlass-jobs-" + board);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** {@return where boards of one name in one schema meet; schemas share the database's channels} */
    static String channel(String schema, String board) {
        byte[] place = (schema + "/" + board).getBytes(StandardCharsets.UTF_8);
        return "windlass_jobs_" + UUID.nameUUIDFromBytes(place).toString().replace("-", "");
    }

    static String event(JobEvent.Kind kind, JobPosting posting) {
        return kind + " " + posting.id() + " " + posting.name();
    }

    static Optional<JobEvent> read(String notice) {
        String[] parts = notice.split(" ", 3);
        return parts.length < 3
                ? Optional.empty()
                : Optional.of(new JobEvent(JobEvent.Kind.valueOf(parts[0]), UUID.fromString(parts[1]), parts[2]));
    }

    private Connection connect() throws SQLException {
        Connection made = access.connect();
        try (Statement statement = made.createStatement()) {
            statement.execute("LISTEN " + channel);
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                hear();
            } catch (SQLException | RuntimeException e) {
                if (!isClosed()) {
                    LOG.warn("Board {} hears no notifications: {}; connecting again.", board, e.getMessage());
                    reconnect();
                }
            }
        }
    }

    private void hear() throws SQLException {
        // An old one answers at once, a dead one that nobody closed does not answer.
        PGNotification @Nullable [] heard =
                connection.unwrap(PGConnection.class).getNotifications((int) BaseJobboard.SLOW_LOOK.toMillis());
        if (heard == null || heard.length == 0) {
            if (!connection.isValid(CHECK_SECONDS)) {
                throw new SQLException("the connection does not answer");
            }
            return;
        }
        for (PGNotification notice : heard) {
            told.accept(read(notice.getParameter()));
        }
    }

    private void reconnect() {
        Duration pause = FIRST_PAUSE;
        drop();
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    connection = connect();
                    LOG.info("Board {} hears notifications again.", board);
                    told.accept(Optional.empty());
                    return;
                } catch (SQLException e) {
                    LOG.debug("Board {} does not connect: {}.", board, e.getMessage());
                    Duration twice = pause.multipliedBy(2);
                    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void drop() {
        try {
            // Not only closed: the other thread may be reading from it.
            connection.abort(Runnable::run);
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The connection of board {} was not closed cleanly.", board, e);
        }
    }

    void close() {
        closed.countDown();
        drop();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CHECK_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // One that was made meanwhile.
        drop();
    }
}
