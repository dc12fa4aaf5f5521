package io.windlass.conductor;

import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.Jobboard;
import io.windlass.job.memory.MemoryJobboard;
import io.windlass.job.memory.MemoryJobs;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import java.util.List;
import java.util.UUID;

/** Conductors on a board and a store in memory. */
final class MemoryProcesses extends Processes {
    final MemoryStore store = new MemoryStore();
    final MemoryJobs jobs = new MemoryJobs();
    final MemoryPersistence poster = new MemoryPersistence(store);
    final MemoryJobboard board = new MemoryJobboard(jobs, poster);

    MemoryProcesses() {
        board.connect();
    }

    @Override
    Persistence openStore() {
        return new MemoryPersistence(store);
    }

    @Override
    Jobboard openBoard(Persistence process) {
        return new MemoryJobboard(jobs, process);
    }

    Job post(JobPosting posting) {
        return board.post(posting);
    }

    /** {@return the jobs that were put aside} */
    List<UUID> trashed() {
        return board.operations().trashed(100).stream()
                .map(aside -> aside.posting().id())
                .toList();
    }

    @Override
    public void close() {
        super.close();
        board.close();
        poster.close();
    }
}
