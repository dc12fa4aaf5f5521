package io.windlass.bench.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.workflow.Workflow;

/** The workflow, as somebody would write it. */
public final class ChainWorkflow implements Chain {
    private final DBOS dbos;

    /** One whose steps are recorded there. */
    public ChainWorkflow(DBOS dbos) {
        this.dbos = dbos;
    }

    @Override
    @Workflow(name = "count")
    public long count(long from, int steps) {
        long count = from;
        for (int i = 1; i <= steps; i++) {
            long input = count;
            count = dbos.<Long, RuntimeException>runStep(() -> input + 1, "step-" + i);
        }
        return count;
    }
}
