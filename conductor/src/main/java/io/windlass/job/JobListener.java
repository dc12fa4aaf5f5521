package io.windlass.job;

/** Is told what happens on a board, by whichever process. */
@FunctionalInterface
public interface JobListener {
    /**
     * Told after it has happened, on a thread of the board's or of whoever caused it: must not block, and not wait for
     * this board. What it throws is logged. Events may be left out while the board is not reached, so nothing that must
     * not be missed may depend on them.
     */
    void onEvent(JobEvent event);
}
