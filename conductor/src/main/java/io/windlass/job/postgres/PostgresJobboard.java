package io.windlass.job.postgres;

import io.windlass.failure.StorageException;
import io.windlass.job.Job;
import io.windlass.job.JobEntity;
import io.windlass.job.JobEvent;
import io.windlass.job.JobException;
import io.windlass.job.JobOperations;
import io.windlass.job.JobPosting;
import io.windlass.job.base.BaseJobboard;
import io.windlass.job.base.Sighting;
import io.windlass.persistence.postgres.PostgresAccess;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/**
 * A board in the store's database and schema. Claims go by the lease of the store's process: one lease serves both, and a
 * claim holds as long as it, by the database's clock. Nothing is polled: boards of one name tell each other by
 * LISTEN and NOTIFY, on one more connection for each board, and a thread of its own. Calls are repeated for 30 s while
 * the database is away. To be closed before its store. Thread-safe.
 */
public final class PostgresJobboard extends BaseJobboard {
    /** The board that is meant where none is named. */
    public static final String DEFAULT_NAME = "jobs";

    /** While jobs are claimed one after the other, how often to look for those of dead claimers, and delayed ones. */
    private static final Duration TIDY_EVERY = Duration.ofSeconds(1);

    private static final Duration KEYS_FORGOTTEN_EVERY = Duration.ofHours(1);
    private static final Duration SOONEST_LOOK = Duration.ofMillis(100);
    private static final String LEGAL_NAME = "[A-Za-z0-9._-]{1,100}";

    private final PostgresAccess access;
    private final String channel;
    private final JobRows rows;
    private final ClaimRows claims;
    private final EntityRows entities;
    private final JobOperations operations;
    private final AtomicLong tidied = new AtomicLong(System.nanoTime());
    private final AtomicLong keysForgotten = new AtomicLong(System.nanoTime() - KEYS_FORGOTTEN_EVERY.toNanos());
    private @Nullable JobNotices notices;

    /** The board {@link #DEFAULT_NAME} of the store's schema. */
    public PostgresJobboard(PostgresPersistence store) {
        this(store, DEFAULT_NAME);
    }

    /**
     * A board of the store's schema; there are as many as there are names.
     *
     * @param store stays the caller's to close
     * @param name 1 to 100 letters, digits, dots, underscores and dashes
     */
    public PostgresJobboard(PostgresPersistence store, String name) {
        super(name, store);
        if (!name.matches(LEGAL_NAME)) {
            throw new IllegalArgumentException("'" + name + "' is no name of a board; take 1 to 100 letters, digits,"
                    + " dots, underscores and dashes");
        }
        access = store.access();
        channel = JobNotices.channel(access.schema(), name);
        rows = new JobRows(access, this, channel);
        claims = new ClaimRows(access, rows, name, channel);
        entities = new EntityRows(access, name);
        operations = new PostgresOperations(this, rows, claims, new TrashRows(access, name, channel));
    }

    @Override
    protected void open() {
        JobNotices opened = new JobNotices(access, name(), channel, this::heard);
        opened.start();
        notices = opened;
    }

    private void heard(Optional<JobEvent> event) {
        event.ifPresentOrElse(this::announce, this::mayBeClaimable);
    }

    @Override
    protected void shut() {
        Objects.requireNonNull(notices).close();
    }

    @Override
    protected Job add(JobPosting posting) {
        if (posting.idempotencyKey() != null && isOver(keysForgotten, KEYS_FORGOTTEN_EVERY)) {
            ask("forgetting old keys", handle -> {
                rows.forgetKeys(handle);
                return posting;
            });
        }
        return ask("posting", handle -> rows.post(handle, posting).orElseGet(() -> known(handle, posting)));
    }

    private Job known(Handle handle, JobPosting posting) {
        Job known = rows.known(handle, posting);
        return rows.look(handle, known.id()).map(Sighting::job).orElse(known);
    }

    @Override
    protected Optional<Sighting> look(UUID job) {
        return ask("looking at a job", handle -> rows.look(handle, job));
    }

    @Override
    protected List<UUID> ids(boolean fresh) {
        return ask("listing jobs", rows::ids);
    }

    @Override
    protected boolean isEmpty() {
        return ask("looking for jobs", rows::isEmpty);
    }

    @Override
    protected boolean take(Job job, String who) {
        UUID claim = UUID.randomUUID();
        return known(once("claiming a job", claim, handle -> claims.claim(handle, claim, job.id(), who))
                .isPresent());
    }

    @Override
    protected Optional<Job> takeFirst(String who) {
        boolean tidy = isOver(tidied, TIDY_EVERY);
        if (tidy) {
            tidy();
        }
        Optional<Job> first = takeFree(who);
        return first.isPresent() || tidy || !tidy() ? first : takeFree(who);
    }

    private Optional<Job> takeFree(String who) {
        UUID claim = UUID.randomUUID();
        return once("claiming the first job", claim, handle -> claims.claimFirst(handle, claim, who));
    }

    private boolean tidy() {
        return ask("freeing jobs", claims::tidy);
    }

    /** Claims; what is done again, as its outcome was unknown, may find that it had succeeded. */
    private Optional<Job> once(String what, UUID claim, HandleCallback<Optional<Job>, RuntimeException> work) {
        AtomicBoolean again = new AtomicBoolean();
        return ask(what, handle -> {
            Optional<Job> before = again.getAndSet(true) ? claims.claimed(handle, claim) : Optional.empty();
            return before.isPresent() ? before : work.withHandle(handle);
        });
    }

    @Override
    protected boolean finish(Job job, String who) {
        return ended("consuming a job", handle -> claims.finish(handle, job, who), handle -> isGone(handle, job));
    }

    @Override
    protected boolean discard(Job job, String who, @Nullable String why) {
        return ended("trashing a job", handle -> claims.discard(handle, job, who, why), handle -> isGone(handle, job));
    }

    @Override
    protected JobOperations operate() {
        return operations;
    }

    private boolean isGone(Handle handle, Job job) {
        return rows.look(handle, job.id()).isEmpty();
    }

    @Override
    protected boolean letGo(Job job, String who) {
        return ended("abandoning a job", handle -> claims.letGo(handle, job, who), handle -> isFree(handle, job));
    }

    private boolean isFree(Handle handle, Job job) {
        return rows.look(handle, job.id())
                .filter(seen -> seen.owner().isEmpty())
                .isPresent();
    }

    /** Ends a claim of this process. */
    private boolean ended(
            String what,
            HandleCallback<Boolean, RuntimeException> work,
            HandleCallback<Boolean, RuntimeException> isSo) {
        return known(changed(what, work, isSo));
    }

    /** Makes a change; what is done again, as its outcome was unknown, may find that it had succeeded. */
    boolean changed(
            String what,
            HandleCallback<Boolean, RuntimeException> work,
            HandleCallback<Boolean, RuntimeException> isSo) {
        AtomicBoolean again = new AtomicBoolean();
        return ask(what, handle -> {
            boolean repeated = again.getAndSet(true);
            return work.withHandle(handle) || (repeated && isSo.withHandle(handle));
        });
    }

    private boolean known(boolean done) {
        if (!done) {
            ask("asking whether this process is known", handle -> {
                claims.requireKnown(handle);
                return name();
            });
        }
        return done;
    }

    @Override
    protected Duration untilNextLook() {
        Duration next = ask("asking when to look again", claims::untilNext).orElse(SLOW_LOOK);
        Duration late = next.plusMillis(1);
        return late.compareTo(SOONEST_LOOK) < 0 ? SOONEST_LOOK : late.compareTo(SLOW_LOOK) > 0 ? SLOW_LOOK : late;
    }

    @Override
    protected void keep(JobEntity entity) {
        ask("registering an entity", handle -> entities.keep(handle, entity));
    }

    @Override
    protected List<JobEntity> kept(String kind) {
        return ask("listing entities", handle -> entities.kept(handle, kind));
    }

    /** {@return whether it is time again; then the time begins anew} */
    private static boolean isOver(AtomicLong since, Duration time) {
        long last = since.get();
        long now = System.nanoTime();
        return now - last >= time.toNanos() && since.compareAndSet(last, now);
    }

    <T> T ask(String what, HandleCallback<T, RuntimeException> work) {
        try {
            return access.statement("board " + name() + ": " + what, work);
        } catch (StorageException e) {
            throw new JobException(e.getMessage() == null ? what : e.getMessage(), e);
        }
    }
}
