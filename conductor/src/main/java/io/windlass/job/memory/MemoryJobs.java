package io.windlass.job.memory;

import io.windlass.job.Job;
import io.windlass.job.JobEntity;
import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import io.windlass.job.Jobboard;
import io.windlass.job.Order;
import io.windlass.job.Release;
import io.windlass.job.TrashedJob;
import io.windlass.job.base.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What several {@link MemoryJobboard} share, as processes share a server; gone with the last of them. Thread-safe.
 */
public final class MemoryJobs {
    private static final Duration KEYS_LAST = Duration.ofDays(1);

    /** A job on the board, and who claims it. */
    static final class Row {
        final Job job;
        Instant modified;

        @Nullable
        Jobboard session;

        @Nullable
        String who;

        @Nullable
        Release released;

        Row(Job job) {
            this.job = job;
            this.modified = job.createdAt();
        }

        boolean isClaimedBy(Jobboard session, String who) {
            return this.session == session && who.equals(this.who);
        }

        Sighting seenFrom(Jobboard board) {
            Job here = new Job(board, job.posting(), job.sequence(), job.createdAt());
            return new Sighting(here, Optional.ofNullable(who), modified);
        }

        void claim(@Nullable Jobboard by, @Nullable String name, Instant now) {
            session = by;
            who = name;
            modified = now;
        }
    }

    private record Posted(UUID job, Instant at) {}

    private record Registered(JobEntity entity, Jobboard session) {}

    private final InstantSource clock;
    private final Map<UUID, Row> rows = new HashMap<>();
    private final TreeSet<Row> free = new TreeSet<>(Comparator.comparing(row -> row.job, Job.ORDER));
    private final Map<String, Posted> keys = new LinkedHashMap<>();
    private final List<Registered> entities = new ArrayList<>();
    /** The newest first. */
    private final Deque<TrashedJob> trash = new ArrayDeque<>();

    private final List<MemoryJobboard> boards = new CopyOnWriteArrayList<>();
    private long sequence;

    /** No jobs, and the system's clock. */
    public MemoryJobs() {
        this(InstantSource.system());
    }

    /** No jobs, and a clock that says when delayed jobs may be claimed. */
    public MemoryJobs(InstantSource clock) {
        this.clock = clock;
    }

    /** The boards that are to be told, outside of any lock. */
    List<MemoryJobboard> boards() {
        return boards;
    }

    void join(MemoryJobboard board) {
        boards.add(board);
    }

    /** Ends a session: its claims and entities are gone. */
    synchronized void leave(MemoryJobboard board) {
        boards.remove(board);
        entities.removeIf(entity -> entity.session() == board);
        rows.values().stream().filter(row -> row.session == board).forEach(this::free);
    }

    private void free(Row row) {
        row.claim(null, null, clock.instant());
        free.add(row);
    }

    /** {@return the new job; empty when the id or key is known} */
    synchronized Optional<Job> add(Jobboard board, JobPosting posting) {
        Instant now = clock.instant();
        forgetKeys(now);
        @Nullable String key = posting.idempotencyKey();
        if (rows.containsKey(posting.id()) || (key != null && keys.containsKey(key))) {
            return Optional.empty();
        }
        return Optional.of(put(board, posting, now));
    }

    private Job put(Jobboard board, JobPosting posting, Instant now) {
        if (posting.idempotencyKey() != null) {
            keys.putIfAbsent(posting.idempotencyKey(), new Posted(posting.id(), now));
        }
        Row row = new Row(new Job(board, posting, ++sequence, now));
        rows.put(posting.id(), row);
        free.add(row);
        return row.job;
    }

    /** In the order of their posting, so that the old ones are found first. */
    private void forgetKeys(Instant now) {
        keys.values().removeIf(key -> key.at().plus(KEYS_LAST).isBefore(now) && !rows.containsKey(key.job()));
    }

    /** {@return the job of a posting whose id or key is known} */
    synchronized Job knownAs(JobPosting posting, Jobboard board) {
        @Nullable Posted posted = posting.idempotencyKey() == null ? null : keys.get(posting.idempotencyKey());
        JobPosting first = posted == null ? posting : posting.withId(posted.job());
        Instant at = posted == null ? clock.instant() : posted.at();
        return look(first.id(), board).map(Sighting::job).orElseGet(() -> new Job(board, first, 0, at));
    }

    synchronized Optional<Sighting> look(UUID job, Jobboard board) {
        return Optional.ofNullable(rows.get(job)).map(row -> row.seenFrom(board));
    }

    synchronized List<UUID> ids() {
        return rows.values().stream()
                .map(row -> row.job)
                .sorted(Job.ORDER)
                .map(Job::id)
                .toList();
    }

    synchronized boolean take(UUID job, MemoryJobboard session, String who) {
        requireJoined(session);
        @Nullable Row row = rows.get(job);
        return row != null && free.contains(row) && isDue(row) && claim(row, session, who);
    }

    /** A claim that came after the end of its session would never end. */
    private void requireJoined(MemoryJobboard session) {
        if (!boards.contains(session)) {
            throw new JobException("board " + session.name() + " was closed while a job was claimed from it");
        }
    }

    synchronized Optional<Job> takeFirst(MemoryJobboard session, String who) {
        requireJoined(session);
        Optional<Row> first = free.stream().filter(this::isDue).findFirst();
        first.ifPresent(row -> claim(row, session, who));
        return first.map(row -> row.seenFrom(session).job());
    }

    private boolean claim(Row row, Jobboard session, String who) {
        row.claim(session, who, clock.instant());
        return free.remove(row);
    }

    private boolean isDue(Row row) {
        @Nullable Instant notBefore = row.job.posting().notBefore();
        return notBefore == null || !notBefore.isAfter(clock.instant());
    }

    synchronized boolean remove(UUID job, Jobboard session, String who) {
        return isClaimedBy(job, session, who) && rows.remove(job) != null;
    }

    private boolean isClaimedBy(UUID job, Jobboard session, String who) {
        @Nullable Row row = rows.get(job);
        return row != null && row.isClaimedBy(session, who);
    }

    synchronized boolean trash(UUID job, Jobboard session, String who, @Nullable String why) {
        return isClaimedBy(job, session, who) && trash(job, who, why);
    }

    /** Whoever claims it, or nobody. */
    synchronized boolean trash(UUID job, String who, @Nullable String why) {
        @Nullable Row row = rows.remove(job);
        if (row != null) {
            free.remove(row);
            trash.push(new TrashedJob(row.job.posting(), row.job.createdAt(), clock.instant(), who, why));
        }
        return row != null;
    }

    synchronized List<TrashedJob> trashed() {
        return List.copyOf(trash);
    }

    /** {@return whether it was in the trash, under this id} */
    synchronized boolean forget(UUID job) {
        return trash.removeIf(trashed -> trashed.id().equals(job));
    }

    /** Puts a job from the trash on the board, unless its id is there. {@return that; empty when none was in the trash} */
    synchronized Optional<Job> putBack(UUID job, Jobboard board) {
        Optional<JobPosting> posting = trash.stream()
                .filter(trashed -> trashed.id().equals(job))
                .findFirst()
                .map(TrashedJob::posting);
        forget(job);
        return posting.map(
                again -> look(job, board).map(Sighting::job).orElseGet(() -> put(board, again, clock.instant())));
    }

    synchronized boolean letGo(UUID job, Jobboard session, String who) {
        @Nullable Row row = rows.get(job);
        boolean mine = row != null && row.isClaimedBy(session, who);
        if (row != null && mine) {
            free(row);
        }
        return mine;
    }

    /** Takes the claim away, whoever has it. {@return whether there was one} */
    synchronized boolean release(UUID job, Order order) {
        @Nullable Row row = rows.get(job);
        if (row == null || row.who == null) {
            return false;
        }
        row.released = new Release(clock.instant(), row.who, order);
        free(row);
        return true;
    }

    synchronized Optional<Release> released(UUID job) {
        return Optional.ofNullable(rows.get(job)).map(row -> row.released);
    }

    /** {@return how long until the next delayed job may be claimed} */
    synchronized Optional<Duration> untilNextDue() {
        Instant now = clock.instant();
        return free.stream()
                .flatMap(row -> Optional.ofNullable(row.job.posting().notBefore()).stream())
                .min(Comparator.naturalOrder())
                .map(due -> Duration.between(now, due));
    }

    synchronized void keep(JobEntity entity, Jobboard session) {
        entities.removeIf(known -> known.entity().kind().equals(entity.kind())
                && known.entity().name().equals(entity.name()));
        entities.add(new Registered(entity, session));
    }

    synchronized List<JobEntity> kept(String kind) {
        return entities.stream()
                .map(Registered::entity)
                .filter(entity -> entity.kind().equals(kind))
                .sorted(Comparator.comparing(JobEntity::name))
                .toList();
    }
}
