package io.windlass.job.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.failure.FencedException;
import io.windlass.failure.NotFoundException;
import io.windlass.job.BookReference;
import io.windlass.job.Job;
import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import io.windlass.job.JobPriority;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.job.Order;
import io.windlass.job.TrashedJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is PostgreSQL's own: leases, notifications, connections that are cut. */
@Tag("services")
class PostgresBoardTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final BoardFixture fixture = new BoardFixture("jobs");

    @AfterAll
    static void drop() {
        fixture.close();
    }

    @AfterEach
    void closeProcesses() {
        fixture.closeProcesses();
    }

    private static CompletableFuture<Optional<Job>> waiting(Jobboard board) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return board.claimNext("me", LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aClaimHoldsWhileTheLeaseOfItsProcessDoes() {
        Jobboard board = fixture.open();
        Jobboard other = fixture.open();
        Job job = board.post(JobPosting.named("x"));
        board.claim(job, "me");
        assertThat(other.claimNext("other")).isEmpty();
        fixture.freeze(board);
        assertThat(other.stateOf(job)).isEqualTo(JobState.UNCLAIMED);
        // Nobody has taken it: the claimer may still end it when it is back.
        board.consume(job, "me");
        assertThat(job.state()).isEqualTo(JobState.COMPLETE);
    }

    @Test
    void aClaimThatWasTakenOverIsNotEndedByTheOldClaimer() {
        Jobboard board = fixture.open();
        Jobboard heir = fixture.open();
        Job job = board.post(JobPosting.named("x"));
        board.claim(job, "me");
        fixture.freeze(board);
        heir.claim(job, "me");
        assertThatThrownBy(() -> board.consume(job, "me"))
                .isExactlyInstanceOf(JobException.class)
                .hasMessageContaining("another process");
        heir.abandon(job, "me");
        assertThatThrownBy(() -> board.abandon(job, "me"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("lost");
        assertThat(heir.stateOf(job)).isEqualTo(JobState.UNCLAIMED);
    }

    @Test
    void aProcessThatWasFencedNeitherClaimsNorEnds() {
        Jobboard board = fixture.open();
        Job claimed = board.post(JobPosting.named("claimed"));
        Job free = board.post(JobPosting.named("free"));
        board.claim(claimed, "me");
        CompletableFuture<Void> fenced = new CompletableFuture<>();
        fixture.storeOf(board).onFenced(() -> fenced.complete(null));
        fixture.jdbi().useHandle(handle -> handle.execute("UPDATE windlass.owners SET epoch = epoch + 1"));
        for (Runnable call : List.<Runnable>of(
                () -> board.consume(claimed, "me"), () -> board.claim(free, "me"), () -> board.claimNext("me"))) {
            assertThatThrownBy(call::run).isInstanceOf(JobException.class).hasCauseInstanceOf(FencedException.class);
        }
        within(fenced);
        assertThat(board.stateOf(claimed)).isEqualTo(JobState.UNCLAIMED);
    }

    @Test
    void aProcessWithoutALeaseClaimsNothing() {
        Jobboard board = fixture.open();
        Job job = board.post(JobPosting.named("x"));
        fixture.freeze(board);
        assertThat(board.claimNext("me")).isEmpty();
        assertThatThrownBy(() -> board.claim(job, "me")).hasMessageContaining("lease");
        assertThat(fixture.open().claimNext("other")).contains(job);
    }

    @Test
    void whoClosesItsStoreLeavesItsJobsToOthers() {
        Jobboard board = fixture.open();
        Jobboard heir = fixture.open();
        Job job = board.post(JobPosting.named("x"));
        board.claim(job, "me");
        board.close();
        assertThat(heir.stateOf(job)).isEqualTo(JobState.CLAIMED);
        board.connect();
        fixture.storeOf(board).close();
        assertThat(heir.claimNext("heir")).contains(job);
        assertThatThrownBy(() -> board.consume(job, "me"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void whoWaitsClaimsTheJobOfAProcessThatDies() {
        Jobboard heir = fixture.open();
        Jobboard dead = fixture.open(builder -> builder.lease(Duration.ofMillis(300)));
        Job job = dead.post(JobPosting.named("x"));
        dead.claim(job, "me");
        CompletableFuture<Optional<Job>> waiting = waiting(heir);
        // Its keeper finds no row to renew, and nobody is told.
        fixture.jdbi()
                .useHandle(handle -> handle.execute(
                        "DELETE FROM windlass.owners WHERE id = ?",
                        fixture.storeOf(dead).owner().id()));
        assertThat(within(waiting)).contains(job);
    }

    @Test
    void aLostConnectionIsHealedAndWhatWasMissedIsFound() {
        Jobboard board = fixture.open();
        CompletableFuture<Optional<Job>> waiting = waiting(board);
        await().atMost(LONG).until(() -> fixture.cutListeners() > 0);
        // By hand, so that nobody is told.
        UUID id = UUID.randomUUID();
        fixture.jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO windlass.jobs (id, board, name, priority, details, waiting)"
                                + " VALUES (?, 'jobs', 'x', 2, '{}', false)",
                        id));
        assertThat(within(waiting)).map(Job::id).contains(id);
        CompletableFuture<Optional<Job>> again = waiting(board);
        Job job = fixture.open().post(JobPosting.named("y"));
        assertThat(within(again)).contains(job);
    }

    @Test
    void boardsOfOtherNamesAndSchemasAreApart() {
        Jobboard board = fixture.open();
        Jobboard named = new PostgresJobboard(fixture.storeOf(board), "other");
        named.connect();
        Jobboard elsewhere = fixture.open(builder -> builder.schema("elsewhere"));
        Job first = board.post(JobPosting.named("x").idempotencyKey("k"));
        for (Jobboard other : List.of(named, elsewhere)) {
            assertThat(other.claimNext("me")).isEmpty();
            assertThat(other.jobs(false, true).hasNext()).isFalse();
            assertThat(other.post(JobPosting.named("y").idempotencyKey("k")).name())
                    .isEqualTo("y");
            assertThat(other.post(JobPosting.named("z").withId(first.id())).name())
                    .isEqualTo("z");
        }
        named.close();
    }

    @Test
    void aClaimPassesOverAJobThatAnotherStatementHasLocked() {
        Jobboard board = fixture.open();
        Job first = board.post(JobPosting.named("first"));
        Job second = board.post(JobPosting.named("second"));
        try (Handle lock = fixture.jdbi().open().begin()) {
            lock.execute("SELECT FROM windlass.jobs WHERE id = ? FOR UPDATE", first.id());
            assertThat(within(CompletableFuture.supplyAsync(() -> board.claimNext("me"))))
                    .contains(second);
            lock.rollback();
        }
        assertThat(board.claimNext("me")).contains(first);
    }

    @Test
    void oldKeysAreForgottenWithTheirJobs() {
        Jobboard board = fixture.open();
        Job done = board.post(JobPosting.named("done").idempotencyKey("done"));
        board.post(JobPosting.named("there").idempotencyKey("there"));
        board.claim(done, "me");
        board.consume(done, "me");
        fixture.jdbi()
                .useHandle(handle -> handle.execute("UPDATE windlass.job_keys SET posted = now() - interval '2 days'"));
        // The first keyed posting of a process does it.
        fixture.open().post(JobPosting.named("new").idempotencyKey("new"));
        List<String> keys = fixture.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT key FROM windlass.job_keys ORDER BY key")
                        .mapTo(String.class)
                        .list());
        assertThat(keys).containsExactly("new", "there");
    }

    @Test
    void whatIsPostedAgainHasItsKeyAgainUnlessAnotherJobHas() {
        Jobboard board = fixture.open();
        Job first = board.post(JobPosting.named("first").idempotencyKey("k"));
        board.operations().trash(first, new Order("op", "test"));
        fixture.jdbi().useHandle(handle -> handle.execute("DELETE FROM windlass.job_keys"));
        board.operations().repost(first.id());
        assertThat(board.post(JobPosting.named("second").idempotencyKey("k"))).isEqualTo(first);

        board.operations().trash(first, new Order("op", "test"));
        fixture.jdbi().useHandle(handle -> handle.execute("DELETE FROM windlass.job_keys"));
        Job other = board.post(JobPosting.named("other").idempotencyKey("k"));
        assertThat(board.operations().repost(first.id())).isEqualTo(first);
        assertThat(board.post(JobPosting.named("third").idempotencyKey("k"))).isEqualTo(other);
    }

    @Test
    void whatWasTrashedUnderAnOlderSchemaIsListedAndPostedAgain() {
        Jobboard board = fixture.open();
        UUID id = UUID.randomUUID();
        UUID book = UUID.randomUUID();
        fixture.jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO windlass.trashed_jobs (id, board, name, details, book, created, who)"
                                + " VALUES (?, 'jobs', 'old', '{}', ?, now(), 'w')",
                        id,
                        book));
        TrashedJob old = board.operations().findTrashed(id).orElseThrow();
        assertThat(old.posting().priority()).isEqualTo(JobPriority.NORMAL);
        assertThat(old.posting().book()).isEqualTo(new BookReference(book, book.toString()));
        assertThat(board.operations().repost(id).posting()).isEqualTo(old.posting());
    }

    @Test
    void aNameOfABoardIsChecked() {
        assertThatThrownBy(() -> new PostgresJobboard(fixture.store(), "a b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
