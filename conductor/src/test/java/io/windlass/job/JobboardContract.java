package io.windlass.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.NotFoundException;
import io.windlass.notify.Registration;
import io.windlass.persistence.LogBook;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every board does. Claims are in {@link ClaimContract}. */
public abstract class JobboardContract {
    /** Only a board that hangs takes so long. */
    protected static final Duration LONG = Duration.ofSeconds(60);

    /** {@return a connected board of a process of its own; all of a test's are one board. Closed after the test} */
    protected abstract Jobboard open();

    /** {@return a log book that the store of the next opened boards has} */
    protected abstract LogBook book();

    /** Waits until the board knows of all these. */
    protected static void awaitKnown(Jobboard board, Job... jobs) {
        org.awaitility.Awaitility.await()
                .atMost(LONG)
                .until(() -> ids(board.jobs(false, false))
                        .containsAll(List.of(jobs).stream().map(Job::id).toList()));
    }

    protected static List<UUID> ids(Iterator<Job> jobs) {
        List<UUID> ids = new ArrayList<>();
        jobs.forEachRemaining(job -> ids.add(job.id()));
        return ids;
    }

    private static List<String> names(Iterator<Job> jobs) {
        List<String> names = new ArrayList<>();
        jobs.forEachRemaining(job -> names.add(job.name()));
        return names;
    }

    @Test
    void aJobReadsBackAsItWasPosted() {
        Jobboard board = open();
        LogBook book = book();
        JobPosting posting = JobPosting.named("build \"é\" 😀")
                .with("size", 10)
                .with("nothing", null)
                .with("deep", Map.of("a", List.of(1, "\u0000")))
                .about(book)
                .priority(JobPriority.HIGH)
                .notBefore(Instant.parse("2031-02-03T04:05:06.789012Z"))
                .deadline(Instant.parse("2032-02-03T04:05:06.789012Z"))
                .idempotencyKey("k");
        Job posted = board.post(posting);
        Job read = open().find(posted.id()).orElseThrow();
        assertThat(read.posting()).isEqualTo(posted.posting()).isEqualTo(posting);
        assertThat(read.createdAt())
                .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(10, ChronoUnit.MINUTES));
        assertThat(read).isEqualTo(posted).hasSameHashCodeAs(posted);
        assertThat(read.state()).isEqualTo(JobState.UNCLAIMED);
        assertThat(read.board().name()).isEqualTo(board.name());
        assertThat(board.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void theBookIsLoadedFromTheStoreWhenItIsAskedFor() {
        LogBook book = book();
        Jobboard board = open();
        assertThat(board.post(JobPosting.named("a").about(book)).book()).contains(book);
        assertThat(board.post(JobPosting.named("b").about(LogBook.named("nowhere")))
                        .book())
                .isEmpty();
        assertThat(board.post(JobPosting.named("c")).book()).isEmpty();
    }

    @Test
    void aJobWithNothingButANameHasDefaults() {
        Job job = open().post(JobPosting.named("plain"));
        assertThat(job.priority()).isEqualTo(JobPriority.NORMAL);
        assertThat(job.details()).isEmpty();
        assertThat(job.posting().book()).isNull();
        assertThat(job.isOverdue(Instant.MAX)).isFalse();
    }

    @Test
    void jobsComeTheMoreUrgentFirstThenTheOlder() {
        Jobboard board = open();
        for (JobPriority priority : List.of(JobPriority.LOW, JobPriority.VERY_HIGH, JobPriority.NORMAL)) {
            board.post(JobPosting.named(priority + " 1").priority(priority));
            board.post(JobPosting.named(priority + " 2").priority(priority));
        }
        List<String> inOrder = List.of("VERY_HIGH 1", "VERY_HIGH 2", "NORMAL 1", "NORMAL 2", "LOW 1", "LOW 2");
        assertThat(names(board.jobs(false, true))).isEqualTo(inOrder);
        assertThat(names(open().jobs(true, true))).isEqualTo(inOrder);
        List<String> claimed = new ArrayList<>();
        board.claimNext("w").ifPresent(job -> claimed.add(job.name()));
        while (claimed.size() < 6) {
            claimed.add(board.claimNext("w").orElseThrow().name());
        }
        assertThat(claimed).isEqualTo(inOrder);
        assertThat(board.claimNext("w")).isEmpty();
    }

    @Test
    void postingTheSameIdTwiceMakesOneJob() {
        Jobboard board = open();
        JobPosting posting = JobPosting.named("once");
        Job first = board.post(posting);
        assertThat(board.post(posting)).isEqualTo(first);
        assertThat(ids(board.jobs(false, true))).containsExactly(first.id());
    }

    @Test
    void postingTheSameKeyTwiceMakesOneJob() {
        Jobboard board = open();
        Job first = board.post(JobPosting.named("first").idempotencyKey("order / 7"));
        Job again = open().post(JobPosting.named("second").idempotencyKey("order / 7"));
        assertThat(again).isEqualTo(first);
        assertThat(again.name()).isEqualTo("first");
        assertThat(ids(board.jobs(false, true))).containsExactly(first.id());
        assertThat(board.post(JobPosting.named("third").idempotencyKey("order / 8")))
                .isNotEqualTo(first);
    }

    @Test
    void aKeyIsRememberedWhenItsJobIsDone() {
        Jobboard board = open();
        Job first = board.post(JobPosting.named("first").idempotencyKey("k"));
        board.claim(first, "w");
        board.consume(first, "w");
        Job again = board.post(JobPosting.named("second").idempotencyKey("k"));
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.state()).isEqualTo(JobState.COMPLETE);
        assertThat(ids(board.jobs(false, true))).isEmpty();
    }

    @Test
    void theSameKeyPostedByManyAtOnceMakesOneJob() {
        List<Jobboard> boards = List.of(open(), open(), open(), open());
        List<CompletableFuture<UUID>> posted = boards.stream()
                .map(board -> CompletableFuture.supplyAsync(() ->
                        board.post(JobPosting.named("x").idempotencyKey("k")).id()))
                .toList();
        assertThat(posted.stream()
                        .map(id -> id.orTimeout(60, TimeUnit.SECONDS).join())
                        .distinct())
                .hasSize(1);
        assertThat(ids(boards.get(0).jobs(false, true))).hasSize(1);
    }

    @Test
    void claimedJobsAreLeftOutWhereOnlyUnclaimedAreWanted() {
        Jobboard board = open();
        Job claimed = board.post(JobPosting.named("claimed"));
        Job free = board.post(JobPosting.named("free"));
        board.claim(claimed, "w");
        JobIterator unclaimed = board.jobs(true, false);
        assertThat(unclaimed.onlyUnclaimed()).isTrue();
        assertThat(unclaimed.ensureFresh()).isFalse();
        assertThat(unclaimed.board()).isSameAs(board);
        assertThat(ids(unclaimed)).containsExactly(free.id());
        assertThat(ids(board.jobs(false, false))).containsExactly(claimed.id(), free.id());
        assertThat(board.jobs(false, true).ensureFresh()).isTrue();
    }

    @Test
    void eachJobIsLookedAtWhenItIsItsTurn() {
        Jobboard board = open();
        Jobboard other = open();
        List<Job> jobs = List.of(
                board.post(JobPosting.named("1")),
                board.post(JobPosting.named("2")),
                board.post(JobPosting.named("3")),
                board.post(JobPosting.named("4")));
        awaitKnown(other, jobs.toArray(Job[]::new));
        JobIterator unclaimed = board.jobs(true, true);
        assertThat(unclaimed.next()).isEqualTo(jobs.get(0));
        other.claim(jobs.get(1), "w");
        other.claim(jobs.get(2), "w");
        other.consume(jobs.get(2), "w");
        board.post(JobPosting.named("came later"));
        assertThat(ids(unclaimed)).containsExactly(jobs.get(3).id());
        assertThatThrownBy(unclaimed::next).isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    void aFreshListHasWhatOthersPosted() {
        Jobboard board = open();
        Job job = open().post(JobPosting.named("from elsewhere"));
        assertThat(ids(board.jobs(false, true))).containsExactly(job.id());
    }

    @Test
    void waitingEndsWhenAJobComes() throws InterruptedException {
        Jobboard board = open();
        CompletableFuture<JobIterator> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return board.await(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Job job = open().post(JobPosting.named("arrives"));
        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join().next()).isEqualTo(job);
        assertThat(board.await(Duration.ZERO).next()).isEqualTo(job);
    }

    @Test
    void waitingInVainIsTold() {
        assertThatThrownBy(() -> open().await(Duration.ofMillis(20))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void everybodyIsToldOfPostingsAndRemovalsOnce() throws InterruptedException {
        Jobboard board = open();
        Jobboard other = open();
        BlockingQueue<JobEvent> told = new LinkedBlockingQueue<>();
        other.listen(event -> {
            throw new IllegalStateException("a listener that fails");
        });
        Registration listening = other.listen(told::add);
        Job first = board.post(JobPosting.named("first"));
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(event(JobEvent.Kind.POSTED, first));
        board.claim(first, "w");
        board.abandon(first, "w");
        board.claim(first, "w");
        board.consume(first, "w");
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(event(JobEvent.Kind.REMOVAL, first));
        Job second = board.post(JobPosting.named("second é"));
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(event(JobEvent.Kind.POSTED, second));
        listening.close();
        listening.close();
        BlockingQueue<JobEvent> later = new LinkedBlockingQueue<>();
        other.listen(later::add);
        board.claim(second, "w");
        board.trash(second, "w");
        assertThat(later.poll(60, TimeUnit.SECONDS)).isEqualTo(event(JobEvent.Kind.REMOVAL, second));
        assertThat(told).isEmpty();
    }

    private static JobEvent event(JobEvent.Kind kind, Job job) {
        return new JobEvent(kind, job.id(), job.name());
    }

    @Test
    void entitiesAreKnownToAll() {
        Jobboard board = open();
        board.register(new JobEntity("conductor", "b@host:1", Map.of("pid", "1")));
        board.register(new JobEntity("conductor", "a@host:2", Map.of()));
        board.register(new JobEntity("poster", "p", Map.of()));
        board.register(new JobEntity("conductor", "b@host:1", Map.of("pid", "2")));
        assertThat(open().entities("conductor"))
                .containsExactly(
                        new JobEntity("conductor", "a@host:2", Map.of()),
                        new JobEntity("conductor", "b@host:1", Map.of("pid", "2")));
        assertThat(board.entities("nobody")).isEmpty();
    }

    @Test
    void aBoardThatIsNotConnectedSaysSo() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x"));
        assertThat(board.isConnected()).isTrue();
        board.connect();
        board.close();
        board.close();
        assertThat(board.isConnected()).isFalse();
        assertThatThrownBy(job::state).isInstanceOf(JobException.class).hasMessageContaining("connect");
        assertThatThrownBy(() -> board.post(JobPosting.named("y"))).isInstanceOf(JobException.class);
        assertThatThrownBy(() -> board.jobs(false, false).hasNext()).isInstanceOf(JobException.class);
    }

    @Test
    void whoeverWaitsIsToldThatTheBoardIsClosed() {
        Jobboard board = open();
        CompletableFuture<Throwable> waiting = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                board.claimNext("w", LONG);
            } catch (InterruptedException | RuntimeException e) {
                waiting.complete(e);
            }
        });
        waiter.start();
        org.awaitility.Awaitility.await().atMost(LONG).until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        board.close();
        assertThat(Objects.requireNonNull(
                        waiting.orTimeout(60, TimeUnit.SECONDS).join()))
                .isInstanceOf(JobException.class);
    }
}
