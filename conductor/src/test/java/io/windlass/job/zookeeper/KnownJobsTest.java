package io.windlass.job.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.memory.MemoryJobboard;
import io.windlass.job.zookeeper.KnownJobs.Known;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownJobsTest {
    private static final Instant NOW = Instant.EPOCH;

    private final KnownJobs jobs = new KnownJobs();
    private final Known first = job(1);
    private final Known second = job(2);

    private static Known job(long sequence) {
        Job job = new Job(new MemoryJobboard(), JobPosting.named("x"), sequence, NOW);
        return new Known(job, "job000000000" + sequence);
    }

    @Test
    void aJobIsFreeUnlessItIsLockedWhicheverIsKnownFirst() {
        jobs.lock(first.node());
        jobs.put(first);
        jobs.put(second);
        assertThat(jobs.nextFree(null, NOW)).contains(second);
        jobs.unlock(first.node());
        assertThat(jobs.nextFree(null, NOW)).contains(first);
        assertThat(jobs.nextFree(first, NOW)).contains(second);
        jobs.lock(second.node());
        assertThat(jobs.nextFree(first, NOW)).isEmpty();
    }

    @Test
    void whatTheWatchTellsLateOfAJobThatIsGoneIsOld() {
        jobs.put(first);
        assertThat(jobs.remove(first.node())).contains(first);
        assertThat(jobs.put(first)).isFalse();
        assertThat(jobs.isEmpty()).isTrue();
        assertThat(jobs.nextFree(null, NOW)).isEmpty();
    }

    @Test
    void aFreshListSaysWhichLocksThereAre() {
        jobs.put(first);
        jobs.put(second);
        jobs.lock(first.node());
        jobs.retainLocks(Set.of(second.node()));
        assertThat(jobs.nextFree(null, NOW)).contains(first);
        assertThat(jobs.nextFree(first, NOW)).isEmpty();
    }

    @Test
    void afterALostSessionEverythingIsToldAnew() {
        jobs.put(first);
        jobs.clear();
        assertThat(jobs.isEmpty()).isTrue();
        assertThat(jobs.put(first)).isTrue();
    }
}
