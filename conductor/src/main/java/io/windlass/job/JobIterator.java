package io.windlass.job;

import java.util.Iterator;

/**
 * Jobs in the order of claiming. Which jobs there are is found out at the first step, which throws {@link JobException}
 * when the board cannot be asked. Each job is looked at when it is its turn, and left out when it has left the board, or
 * is not unclaimed where only those are wanted, or cannot be read. So there may be none left although there were some.
 * Each step asks the board once: to claim one job after the other, {@link Jobboard#claimNext(String)} is cheaper. Not
 * thread-safe.
 */
public interface JobIterator extends Iterator<Job> {
    /** {@return whose jobs they are} */
    Jobboard board();

    /** {@return whether claimed jobs are left out} */
    boolean onlyUnclaimed();

    /** {@return whether the board is asked afresh for its jobs, instead of what this process knows of it} */
    boolean ensureFresh();
}
