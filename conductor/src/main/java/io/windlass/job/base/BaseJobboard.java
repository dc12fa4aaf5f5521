package io.windlass.job.base;

import io.windlass.failure.NotFoundException;
import io.windlass.job.BookReference;
import io.windlass.job.Job;
import io.windlass.job.JobEntity;
import io.windlass.job.JobEvent;
import io.windlass.job.JobException;
import io.windlass.job.JobIterator;
import io.windlass.job.JobListener;
import io.windlass.job.JobOperations;
import io.windlass.job.JobPosting;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.job.Order;
import io.windlass.job.base.Changes.Patience;
import io.windlass.notify.Registration;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Persistence;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board without what it is kept in. Waiting goes by what {@link #announce} and {@link #mayBeClaimable} tell; whatever
 * was not told is found by looking again after {@link #untilNextLook}. Thread-safe.
 */
public abstract class BaseJobboard implements Jobboard {
    /** After so long a silence whoever waits looks again, in case a notification was lost. */
    public static final Duration SLOW_LOOK = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(BaseJobboard.class);

    private final String name;
    private final @Nullable Persistence store;
    private final Changes changes = new Changes();
    private final List<Listening> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean connected;

    /** A listener's place; each is another, whatever it listens with. */
    private final class Listening implements Registration {
        private final JobListener listener;

        Listening(JobListener listener) {
            this.listener = listener;
        }

        void tell(JobEvent event) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                LOG.warn("A listener of board {} failed; the others are told all the same.", name, e);
            }
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }

    /** @param store has the log books of jobs; null when nobody asks for them */
    protected BaseJobboard(String name, @Nullable Persistence store) {
        this.name = name;
        this.store = store;
    }

    /** Connects; leaves nothing behind when that fails. */
    protected abstract void open();

    /** Ends what was opened. */
    protected abstract void shut();

    /** Puts a job on the board. {@return it, or the one that this id or key was posted with} */
    protected abstract Job add(JobPosting posting);

    /** {@return the job as it is now; empty when it is not on the board} */
    protected abstract Optional<Sighting> look(UUID job);

    /** {@return the jobs on the board in the order of claiming} */
    protected abstract List<UUID> ids(boolean fresh);

    /** {@return whether there is no job on the board} */
    protected abstract boolean isEmpty();

    /** {@return whether the job is claimed now, by this call} */
    protected abstract boolean take(Job job, String who);

    /** {@return the first job that could be claimed, and was} */
    protected abstract Optional<Job> takeFirst(String who);

    /** {@return whether the job was claimed by this board's process for this name, and has left the board} */
    protected abstract boolean finish(Job job, String who);

    /** {@return whether the job was claimed by this board's process for this name, and is not any more} */
    protected abstract boolean letGo(Job job, String who);

    /**
     * {@return whether the job was claimed by this board's process for this name, and was put aside}
     *
     * @param why the reason, fit to be stored; null for none
     */
    protected abstract boolean discard(Job job, String who, @Nullable String why);

    /** {@return what operators may do, on what this board is kept in} */
    protected abstract JobOperations operate();

    /** {@return when something may become claimable that nobody tells of; at most {@link #SLOW_LOOK}} */
    protected abstract Duration untilNextLook();

    /** Keeps an entity for as long as this process is there. */
    protected abstract void keep(JobEntity entity);

    /** {@return the entities of a kind, by name} */
    protected abstract List<JobEntity> kept(String kind);

    /** To be told of each event, once, by whoever finds out. */
    protected final void announce(JobEvent event) {
        listeners.forEach(listening -> listening.tell(event));
        if (event.kind() == JobEvent.Kind.POSTED) {
            mayBeClaimable();
        }
    }

    /** To be told when a job may have become claimable, or events may have been missed. */
    protected final void mayBeClaimable() {
        changes.happened();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final synchronized void connect() {
        if (!connected) {
            open();
            connected = true;
        }
    }

    @Override
    public final boolean isConnected() {
        return connected;
    }

    @Override
    public final synchronized void close() {
        if (connected) {
            connected = false;
            shut();
            mayBeClaimable();
        }
    }

    @Override
    public final Job post(JobPosting posting) {
        requireConnected();
        return add(posting);
    }

    @Override
    public final Optional<Job> find(UUID job) {
        return seen(job).map(Sighting::job);
    }

    private Optional<Sighting> seen(UUID job) {
        requireConnected();
        return look(job);
    }

    @Override
    public final JobIterator jobs(boolean onlyUnclaimed, boolean ensureFresh) {
        return new Jobs(this, onlyUnclaimed, ensureFresh);
    }

    final Iterator<UUID> connectedIds(boolean fresh) {
        requireConnected();
        return ids(fresh).iterator();
    }

    @Override
    public final JobIterator await(Duration patience) throws InterruptedException {
        Patience patient = new Patience(patience);
        while (true) {
            long seen = changes.count();
            requireConnected();
            if (!isEmpty()) {
                return jobs(false, false);
            }
            long left = patient.left();
            if (left <= 0) {
                throw new NotFoundException("no job came to board " + name + " within " + patience);
            }
            changes.awaitAfter(seen, Math.min(left, SLOW_LOOK.toNanos()));
        }
    }

    @Override
    public final void claim(Job job, String who) {
        Names.check(who);
        requireConnected();
        if (!take(job, who)) {
            throw Refusals.claim(job, look(job.id()));
        }
    }

    @Override
    public final Optional<Job> claimNext(String who) {
        Names.check(who);
        requireConnected();
        return takeFirst(who);
    }

    @Override
    public final Optional<Job> claimNext(String who, Duration patience) throws InterruptedException {
        Patience patient = new Patience(patience);
        while (true) {
            long seen = changes.count();
            Optional<Job> claimed = claimNext(who);
            if (claimed.isPresent() || patient.left() <= 0) {
                return claimed;
            }
            long look = untilNextLook().toNanos();
            changes.awaitAfter(seen, Math.min(patient.left(), look));
        }
    }

    @Override
    public final void consume(Job job, String who) {
        end(job, who, claimed -> finish(claimed, who));
    }

    @Override
    public final void abandon(Job job, String who) {
        end(job, who, claimed -> letGo(claimed, who));
    }

    @Override
    public final void trash(Job job, String who) {
        end(job, who, claimed -> discard(claimed, who, null));
    }

    @Override
    public final void trash(Job job, String who, String why) {
        end(job, who, claimed -> discard(claimed, who, Order.reason(why)));
    }

    @Override
    public final JobOperations operations() {
        requireConnected();
        return operate();
    }

    private void end(Job job, String who, Predicate<Job> way) {
        Names.check(who);
        requireConnected();
        if (!way.test(job)) {
            throw Refusals.end(job, who, look(job.id()));
        }
    }

    @Override
    public final Optional<String> findOwner(Job job) {
        return seen(job.id()).flatMap(Sighting::owner);
    }

    @Override
    public final JobState stateOf(Job job) {
        return seen(job.id()).map(Sighting::state).orElse(JobState.COMPLETE);
    }

    @Override
    public final Optional<Instant> lastModified(Job job) {
        return seen(job.id()).map(Sighting::modifiedAt);
    }

    @Override
    public final Optional<LogBook> bookOf(Job job) {
        @Nullable BookReference book = job.posting().book();
        return store == null || book == null ? Optional.empty() : store.loadBook(book.id());
    }

    @Override
    public final boolean awaitEnd(Job job, Duration patience) throws InterruptedException {
        CountDownLatch removed = new CountDownLatch(1);
        Registration listening = listen(event -> {
            if (event.kind() == JobEvent.Kind.REMOVAL && event.job().equals(job.id())) {
                removed.countDown();
            }
        });
        try {
            return awaitEnd(job, removed, new Patience(patience));
        } finally {
            listening.close();
        }
    }

    private boolean awaitEnd(Job job, CountDownLatch removed, Patience patient) throws InterruptedException {
        while (stateOf(job) != JobState.COMPLETE) {
            long left = patient.left();
            if (left <= 0) {
                return false;
            }
            removed.await(Math.min(left, SLOW_LOOK.toNanos()), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    @Override
    public final void register(JobEntity entity) {
        requireConnected();
        keep(entity);
    }

    @Override
    public final List<JobEntity> entities(String kind) {
        requireConnected();
        return kept(kind);
    }

    @Override
    public final Registration listen(JobListener listener) {
        Listening listening = new Listening(listener);
        listeners.add(listening);
        return listening;
    }

    final void requireConnected() {
        if (!connected) {
            throw new JobException("board " + name + " is not connected; call connect() first");
        }
    }
}
