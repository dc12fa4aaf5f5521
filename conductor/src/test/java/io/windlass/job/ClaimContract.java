package io.windlass.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.failure.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every board does about claims. */
public abstract class ClaimContract extends JobboardContract {
    private static final int CLAIMERS = 8;

    /** Has a board's process lose its lease or session, as if it were dead. It is not usable after that. */
    protected abstract void kill(Jobboard board);

    /** {@return how many jobs 8 claimers share} */
    protected abstract int many();

    private static Optional<Job> next(Jobboard board, String who) {
        try {
            return board.claimNext(who, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aClaimedJobIsKnownToBeSo() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x"));
        assertThat(board.findOwner(job)).isEmpty();
        board.claim(job, "me");
        assertThat(job.state()).isEqualTo(JobState.CLAIMED);
        assertThat(board.findOwner(job)).contains("me");
        assertThat(open().stateOf(job)).isEqualTo(JobState.CLAIMED);
        assertThat(open().findOwner(job)).contains("me");
    }

    @Test
    void nobodyClaimsWhatIsClaimedNotEvenTheClaimer() {
        Jobboard board = open();
        Jobboard other = open();
        Job job = board.post(JobPosting.named("x"));
        awaitKnown(other, job);
        board.claim(job, "me");
        for (Jobboard claimer : List.of(board, other)) {
            assertThatThrownBy(() -> claimer.claim(job, "me"))
                    .isInstanceOfSatisfying(UnclaimableJobException.class, e -> {
                        assertThat(e.owner()).contains("me");
                        assertThat(e.job()).isEqualTo(job.id());
                    })
                    .hasMessageContaining("me")
                    .hasMessageContaining(job.id().toString());
        }
        assertThat(other.claimNext("other")).isEmpty();
    }

    @Test
    void aConsumedJobIsGone() {
        Jobboard board = open();
        Jobboard other = open();
        Job job = board.post(JobPosting.named("x"));
        awaitKnown(other, job);
        board.claim(job, "me");
        board.consume(job, "me");
        assertThat(job.state()).isEqualTo(JobState.COMPLETE);
        assertThat(other.stateOf(job)).isEqualTo(JobState.COMPLETE);
        assertThat(board.find(job.id())).isEmpty();
        assertThat(board.findOwner(job)).isEmpty();
        assertThat(job.lastModified()).isEmpty();
        for (Jobboard claimer : List.of(board, other)) {
            assertThatThrownBy(() -> claimer.claim(job, "me"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(job.id().toString());
        }
        assertThatThrownBy(() -> board.consume(job, "me")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void anAbandonedJobIsClaimedAgain() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x"));
        board.claim(job, "me");
        board.abandon(job, "me");
        assertThat(job.state()).isEqualTo(JobState.UNCLAIMED);
        assertThat(next(open(), "other")).contains(job);
        assertThat(board.findOwner(job)).contains("other");
    }

    @Test
    void aTrashedJobIsGone() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x").with("why", "kept"));
        board.claim(job, "me");
        board.trash(job, "me");
        assertThat(job.state()).isEqualTo(JobState.COMPLETE);
        assertThat(ids(board.jobs(false, true))).isEmpty();
        assertThat(trashed(board)).containsExactly(job.id());
        Job again = board.post(JobPosting.named("x").withId(job.id()));
        board.claim(again, "me");
        board.trash(again, "me");
        assertThat(trashed(board)).containsExactly(job.id(), job.id());
    }

    private static List<UUID> trashed(Jobboard board) {
        return board.operations().trashed(10).stream().map(TrashedJob::id).toList();
    }

    @Test
    void whatNobodyClaimsIsNotEnded() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x"));
        assertThatThrownBy(() -> board.consume(job, "me")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> board.abandon(job, "me")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> board.trash(job, "me")).isInstanceOf(NotFoundException.class);
        assertThat(job.state()).isEqualTo(JobState.UNCLAIMED);
    }

    @Test
    void whatSomebodyElseClaimsIsNotEnded() {
        Jobboard board = open();
        Jobboard other = open();
        Job job = board.post(JobPosting.named("x"));
        awaitKnown(other, job);
        other.claim(job, "other");
        for (Jobboard meddler : List.of(board, other)) {
            for (Runnable end : List.<Runnable>of(
                    () -> meddler.consume(job, "me"),
                    () -> meddler.abandon(job, "me"),
                    () -> meddler.trash(job, "me"))) {
                assertThatThrownBy(end::run)
                        .isExactlyInstanceOf(JobException.class)
                        .hasMessageContaining("other");
            }
        }
        // Of the same name, in another process.
        assertThatThrownBy(() -> board.consume(job, "other")).isExactlyInstanceOf(JobException.class);
        assertThat(board.findOwner(job)).contains("other");
    }

    @Test
    void whoClaimsHasAName() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x"));
        for (String who : List.of("", " ", "x".repeat(256), "a\nb")) {
            assertThatThrownBy(() -> board.claim(job, who)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> board.consume(job, who)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> board.abandon(job, who)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> board.trash(job, who)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> board.claimNext(who)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(job.state()).isEqualTo(JobState.UNCLAIMED);
    }

    @Test
    void aJobIsNotClaimedBeforeItsTime() {
        Jobboard board = open();
        Job later = board.post(JobPosting.named("later")
                .priority(JobPriority.VERY_HIGH)
                .notBefore(Instant.now().plus(Duration.ofHours(1))));
        assertThatThrownBy(() -> board.claim(later, "me"))
                .isInstanceOfSatisfying(
                        UnclaimableJobException.class,
                        e -> assertThat(e.owner()).isEmpty())
                .hasMessageContaining(String.valueOf(later.posting().notBefore()));
        assertThat(board.claimNext("me")).isEmpty();
        Job now = board.post(JobPosting.named("now"));
        assertThat(board.claimNext("me")).contains(now);
        Job past = board.post(JobPosting.named("past").notBefore(Instant.EPOCH));
        assertThat(board.claimNext("me")).contains(past);
        assertThat(later.state()).isEqualTo(JobState.UNCLAIMED);
    }

    @Test
    void whoWaitsClaimsADelayedJobWhenItsTimeComes() {
        Jobboard board = open();
        CompletableFuture<Optional<Job>> waiting = CompletableFuture.supplyAsync(() -> next(board, "me"));
        Instant due = Instant.now().plusMillis(700);
        Job job = open().post(JobPosting.named("soon").notBefore(due));
        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join()).contains(job);
        assertThat(Instant.now()).isAfterOrEqualTo(due);
    }

    @Test
    void whoWaitsClaimsWhatIsPostedAndWhatIsAbandoned() {
        Jobboard board = open();
        Jobboard other = open();
        CompletableFuture<Optional<Job>> waiting = CompletableFuture.supplyAsync(() -> next(board, "me"));
        Job job = other.post(JobPosting.named("x"));
        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join()).contains(job);
        CompletableFuture<Optional<Job>> again = CompletableFuture.supplyAsync(() -> next(other, "other"));
        board.abandon(job, "me");
        assertThat(again.orTimeout(60, TimeUnit.SECONDS).join()).contains(job);
        assertThat(board.findOwner(job)).contains("other");
    }

    @Test
    void waitingForAJobInVainGivesNone() throws InterruptedException {
        assertThat(open().claimNext("me", Duration.ofMillis(20))).isEmpty();
    }

    @Test
    void aJobOfADeadClaimerIsClaimedByAnotherAndTheOldOneIsTold() {
        Jobboard dead = open();
        Jobboard heir = open();
        Job job = dead.post(JobPosting.named("x"));
        dead.claim(job, "old");
        kill(dead);
        await().atMost(LONG).until(() -> heir.stateOf(job) == JobState.UNCLAIMED);
        assertThat(heir.findOwner(job)).isEmpty();
        assertThat(next(heir, "heir")).contains(job);
        assertThat(heir.findOwner(job)).contains("heir");
        // One whose session ended does not know the job any more.
        assertThatThrownBy(() -> dead.consume(job, "old")).isInstanceOfAny(JobException.class, NotFoundException.class);
        assertThatThrownBy(() -> dead.abandon(job, "old")).isInstanceOfAny(JobException.class, NotFoundException.class);
        assertThat(heir.findOwner(job)).contains("heir");
        heir.consume(job, "heir");
    }

    @Test
    void entitiesOfADeadProcessAreGone() {
        Jobboard dead = open();
        Jobboard heir = open();
        dead.register(new JobEntity("conductor", "c", Map.of()));
        kill(dead);
        await().atMost(LONG).until(() -> heir.entities("conductor").isEmpty());
    }

    @Test
    void theEndOfAJobIsWaitedFor() throws InterruptedException {
        Jobboard board = open();
        Jobboard other = open();
        Job job = board.post(JobPosting.named("x"));
        assertThat(job.await(Duration.ZERO)).isFalse();
        assertThat(job.await(Duration.ofMillis(20))).isFalse();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return job.await(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Job claimed = next(other, "me").orElseThrow();
        other.consume(claimed, "me");
        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
    }

    @Test
    void whenAJobWasPostedAndChangedIsKnownUntilItIsGone() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x"));
        assertThat(job.lastModified().orElseThrow()).isAfterOrEqualTo(job.createdAt());
        Instant before = job.lastModified().orElseThrow();
        board.claim(job, "me");
        assertThat(job.lastModified().orElseThrow()).isAfterOrEqualTo(before);
        board.consume(job, "me");
        assertThat(job.lastModified()).isEmpty();
    }

    @Test
    void manyJobsAreSharedByClaimersNoneTwice() {
        List<Jobboard> boards =
                IntStream.range(0, CLAIMERS).mapToObj(i -> open()).toList();
        for (int i = 0; i < many(); i++) {
            boards.get(0).post(JobPosting.named("job " + i));
        }
        ConcurrentLinkedQueue<UUID> claimed = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> claimers = boards.stream()
                .map(board -> CompletableFuture.runAsync(
                        () -> claimAll(board, "claimer " + boards.indexOf(board), claimed),
                        work -> new Thread(work).start()))
                .toList();
        claimers.forEach(claimer -> claimer.orTimeout(600, TimeUnit.SECONDS).join());
        Map<UUID, Integer> times = new HashMap<>();
        claimed.forEach(id -> times.merge(id, 1, Integer::sum));
        assertThat(times).hasSize(many());
        assertThat(times.values()).containsOnly(1);
    }

    /** As a board that is told of others' postings may not know all yet, it looks until all are claimed. */
    private void claimAll(Jobboard board, String who, Collection<UUID> claimed) {
        while (claimed.size() < many()) {
            board.claimNext(who).ifPresent(job -> claimed.add(job.id()));
        }
    }
}
