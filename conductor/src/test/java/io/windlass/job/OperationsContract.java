package io.windlass.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every board does for operators. */
public abstract class OperationsContract extends ClaimContract {
    private static final Order ORDER = new Order("olga", "it hangs\nfor hours");

    private static CompletableFuture<Optional<Job>> claiming(Jobboard board, String who) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return board.claimNext(who, LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Optional<Job> claimed(CompletableFuture<Optional<Job>> claiming) {
        return claiming.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** A job that was put aside by an operator of another process. */
    private Job aside(Jobboard board, JobPosting posting) {
        Job job = board.post(posting);
        Jobboard operator = open();
        awaitKnown(operator, job);
        operator.operations().trash(job, ORDER);
        assertThat(job.state()).isEqualTo(JobState.COMPLETE);
        return job;
    }

    private static JobPosting whole() {
        return JobPosting.named("whole")
                .with("size", 10)
                .priority(JobPriority.LOW)
                .about(io.windlass.persistence.LogBook.named("book"))
                .notBefore(Instant.parse("2020-02-03T04:05:06.789012Z"))
                .deadline(Instant.parse("2032-02-03T04:05:06.789012Z"))
                .idempotencyKey("k");
    }

    @Test
    void whatIsPutAsideIsKnownWithWhoAndWhy() {
        Jobboard board = open();
        Job claimed = board.post(whole());
        Instant created = claimed.createdAt();
        board.claim(claimed, "me");
        board.trash(claimed, "me", "gave up after 5 tries\u0000");
        TrashedJob job = open().operations().findTrashed(claimed.id()).orElseThrow();
        assertThat(job.posting()).isEqualTo(claimed.posting());
        assertThat(job.createdAt()).isEqualTo(created);
        assertThat(job.trashedAt()).isBetween(created, created.plus(Duration.ofMinutes(10)));
        assertThat(job.who()).isEqualTo("me");
        assertThat(job.reason()).contains("gave up after 5 tries?");

        Job silent = board.post(JobPosting.named("silent"));
        board.claim(silent, "me");
        board.trash(silent, "me");
        assertThat(board.operations().findTrashed(silent.id()).orElseThrow().reason())
                .isEmpty();
        assertThat(board.operations().findTrashed(UUID.randomUUID())).isEmpty();
    }

    @Test
    void whatIsPutAsideIsListedTheNewestFirst() {
        Jobboard board = open();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(0, aside(board, JobPosting.named("job " + i)).id());
        }
        assertThat(board.operations().trashed(10).stream().map(TrashedJob::id)).containsExactlyElementsOf(ids);
        assertThat(board.operations().trashed(2).stream().map(TrashedJob::id))
                .containsExactlyElementsOf(ids.subList(0, 2));
        assertThatThrownBy(() -> board.operations().trashed(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOperatorPutsAsideWhatIsClaimedAndWhatIsNot() throws InterruptedException {
        Jobboard board = open();
        Jobboard other = open();
        Job claimed = board.post(JobPosting.named("claimed"));
        Job later = board.post(JobPosting.named("later").notBefore(Instant.now().plus(Duration.ofHours(1))));
        awaitKnown(other, claimed, later);
        other.claim(claimed, "me");
        BlockingQueue<JobEvent> told = new LinkedBlockingQueue<>();
        other.listen(told::add);
        for (Job job : List.of(claimed, later)) {
            board.operations().trash(job, ORDER);
            assertThat(told.poll(60, TimeUnit.SECONDS))
                    .isEqualTo(new JobEvent(JobEvent.Kind.REMOVAL, job.id(), job.name()));
            assertThat(job.state()).isEqualTo(JobState.COMPLETE);
            TrashedJob aside = other.operations().findTrashed(job.id()).orElseThrow();
            assertThat(aside.who()).isEqualTo("olga");
            assertThat(aside.why()).isEqualTo("it hangs\nfor hours");
            assertThatThrownBy(() -> board.operations().trash(job, ORDER)).isInstanceOf(NotFoundException.class);
        }
        assertThatThrownBy(() -> other.consume(claimed, "me")).isInstanceOf(NotFoundException.class);
        assertThat(ids(board.jobs(false, true))).isEmpty();
    }

    @Test
    void anOperatorTakesAClaimAwayAndItsClaimerIsTold() {
        Jobboard board = open();
        Jobboard claimer = open();
        Jobboard heir = open();
        Job job = board.post(JobPosting.named("x"));
        awaitKnown(claimer, job);
        claimer.claim(job, "me");
        CompletableFuture<Optional<Job>> waiting = claiming(heir, "heir");
        assertThat(board.operations().lastRelease(job)).isEmpty();
        board.operations().release(job, ORDER);
        assertThat(claimed(waiting)).contains(job);
        Release release = heir.operations().lastRelease(job).orElseThrow();
        assertThat(release.from()).isEqualTo("me");
        assertThat(release.order()).isEqualTo(ORDER);
        assertThat(release.at()).isBetween(job.createdAt(), job.createdAt().plus(Duration.ofMinutes(10)));
        assertThat(board.findOwner(job)).contains("heir");
        assertThatThrownBy(() -> claimer.consume(job, "me"))
                .isExactlyInstanceOf(JobException.class)
                .hasMessageContaining("operator");
        heir.consume(job, "heir");
        assertThat(heir.operations().lastRelease(job)).isEmpty();
    }

    @Test
    void thereIsNoClaimToTakeAwayFromWhatNobodyClaims() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x"));
        assertThatThrownBy(() -> board.operations().release(job, ORDER))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("not claimed");
        board.claim(job, "me");
        board.consume(job, "me");
        assertThatThrownBy(() -> board.operations().release(job, ORDER))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("not on board");
    }

    @Test
    void whatWasPutAsideIsPostedAgainAsItWas() throws InterruptedException {
        Jobboard board = open();
        BlockingQueue<JobEvent> told = new LinkedBlockingQueue<>();
        board.listen(told::add);
        Job job = aside(board, whole());
        for (JobEvent.Kind kind : List.of(JobEvent.Kind.POSTED, JobEvent.Kind.REMOVAL)) {
            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(new JobEvent(kind, job.id(), job.name()));
        }
        CompletableFuture<Optional<Job>> waiting = claiming(open(), "me");
        Job again = board.operations().repost(job.id());
        assertThat(again.posting()).isEqualTo(job.posting());
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(new JobEvent(JobEvent.Kind.POSTED, job.id(), job.name()));
        assertThat(claimed(waiting)).map(Job::posting).contains(job.posting());
        assertThat(board.operations().trashed(10)).isEmpty();
        assertThatThrownBy(() -> board.operations().repost(job.id())).isInstanceOf(NotFoundException.class);
        // Its key is its own still.
        assertThat(board.post(JobPosting.named("y").idempotencyKey("k"))).isEqualTo(job);
    }

    @Test
    void whatIsPostedAgainIsBehindTheOthers() {
        Jobboard board = open();
        Job first = aside(board, JobPosting.named("first"));
        Job second = board.post(JobPosting.named("second"));
        Job again = board.operations().repost(first.id());
        assertThat(ids(board.jobs(false, true))).containsExactly(second.id(), again.id());
    }

    @Test
    void whatIsPostedAgainBeforeItsTimeWaitsForIt() {
        Jobboard board = open();
        Job later =
                aside(board, JobPosting.named("later").notBefore(Instant.now().plus(Duration.ofHours(1))));
        Job again = board.operations().repost(later.id());
        assertThat(board.claimNext("me")).isEmpty();
        assertThatThrownBy(() -> board.claim(again, "me")).isInstanceOf(UnclaimableJobException.class);
    }

    @Test
    void whatIsOnTheBoardUnderTheSameIdIsNotPostedTwice() {
        Jobboard board = open();
        Job job = aside(board, JobPosting.named("first"));
        Job there = board.post(JobPosting.named("second").withId(job.id()));
        assertThat(board.operations().repost(job.id()).name()).isEqualTo("second");
        assertThat(ids(board.jobs(false, true))).containsExactly(there.id());
        assertThat(board.operations().trashed(10)).isEmpty();
    }

    @Test
    void ofManyWhoPostItAgainOneDoes() {
        Jobboard board = open();
        Job job = aside(board, JobPosting.named("x"));
        List<Jobboard> boards = IntStream.range(0, 4).mapToObj(i -> open()).toList();
        List<CompletableFuture<Job>> posted = boards.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> one.operations().repost(job.id())))
                .toList();
        // The others find it gone, or back.
        assertThat(posted.stream()
                        .map(one -> one.handle((back, error) -> error == null ? 1 : 0)
                                .orTimeout(60, TimeUnit.SECONDS)
                                .join())
                        .mapToInt(Integer::intValue)
                        .sum())
                .isPositive();
        assertThat(ids(board.jobs(false, true))).containsExactly(job.id());
        assertThat(board.operations().trashed(10)).isEmpty();
    }

    @Test
    void whatWasPutAsideIsDeletedForGood() {
        Jobboard board = open();
        Job job = aside(board, JobPosting.named("x"));
        Job kept = aside(board, JobPosting.named("kept"));
        board.operations().delete(job.id());
        assertThat(board.operations().trashed(10).stream().map(TrashedJob::id)).containsExactly(kept.id());
        assertThatThrownBy(() -> board.operations().delete(job.id()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(job.id().toString());
        assertThatThrownBy(() -> board.operations().repost(job.id())).isInstanceOf(NotFoundException.class);
        assertThat(job.state()).isEqualTo(JobState.COMPLETE);
    }

    @Test
    void operationsAreOfUseWhileTheBoardIsConnected() {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("x"));
        JobOperations operations = board.operations();
        board.close();
        assertThatThrownBy(board::operations).isInstanceOf(JobException.class);
        assertThatThrownBy(() -> operations.trashed(1)).isInstanceOf(JobException.class);
        assertThatThrownBy(() -> operations.trash(job, ORDER)).isInstanceOf(JobException.class);
        assertThatThrownBy(() -> operations.release(job, ORDER)).isInstanceOf(JobException.class);
    }
}
