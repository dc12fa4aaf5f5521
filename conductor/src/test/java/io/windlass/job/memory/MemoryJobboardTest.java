package io.windlass.job.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.job.OperationsContract;
import io.windlass.job.UnclaimableJobException;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.memory.MemoryPersistence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryJobboardTest extends OperationsContract {
    private final MemoryPersistence store = new MemoryPersistence();
    private final MemoryJobs jobs = new MemoryJobs();
    private final List<Jobboard> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Jobboard::close);
        store.close();
    }

    @Override
    protected Jobboard open() {
        Jobboard board = new MemoryJobboard(jobs, store);
        board.connect();
        opened.add(board);
        return board;
    }

    @Override
    protected LogBook book() {
        return store.saveBook(LogBook.named("book"));
    }

    @Override
    protected void kill(Jobboard board) {
        board.close();
    }

    @Override
    protected int many() {
        return 10_000;
    }

    @Test
    void theBoardsClockSaysWhenAJobMayBeClaimed() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        try (MemoryJobboard board = new MemoryJobboard(new MemoryJobs(now::get))) {
            board.connect();
            Job job = board.post(JobPosting.named("x").notBefore(Instant.ofEpochSecond(10)));
            now.set(Instant.ofEpochSecond(10).minusNanos(1));
            assertThatThrownBy(() -> board.claim(job, "w")).isInstanceOf(UnclaimableJobException.class);
            now.set(Instant.ofEpochSecond(10));
            assertThat(board.claimNext("w")).contains(job);
            board.consume(job, "w");
        }
    }

    @Test
    void aKeyIsForgottenADayAfterItWasPostedButNotWhileItsJobIsThere() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        try (MemoryJobboard board = new MemoryJobboard(new MemoryJobs(now::get))) {
            board.connect();
            JobPosting posting = JobPosting.named("x").idempotencyKey("k");
            Job first = board.post(posting);
            now.set(Instant.EPOCH.plus(Duration.ofDays(2)));
            assertThat(board.post(posting.withId(UUID.randomUUID()))).isEqualTo(first);
            board.claim(first, "w");
            board.consume(first, "w");
            Job second = board.post(posting.withId(UUID.randomUUID()));
            assertThat(second).isNotEqualTo(first);
            assertThat(second.state()).isEqualTo(JobState.UNCLAIMED);
        }
    }
}
