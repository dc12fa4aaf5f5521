package io.windlass.bench.product;

import io.windlass.bench.child.Load;
import io.windlass.bench.child.Member;
import io.windlass.bench.child.Part;
import io.windlass.execution.ParallelExecutor;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.util.Map;

/** An engine process without a broker: flows recorded in PostgreSQL, their tasks on threads of its own. */
public final class LocalEngine implements Member {
    private final Persistence persistence;
    private final ParallelExecutor executor;
    private final FlowRunner runner;

    /** One at work. */
    public LocalEngine(Part part) {
        persistence = PostgresPersistence.builder()
                .url(part.databaseUrl())
                .name(part.name())
                .open();
        executor = ParallelExecutor.ofThreads(part.slots());
        runner = new FlowRunner(persistence, executor);
    }

    @Override
    public Map<String, Double> run(Load load) throws InterruptedException {
        return runner.run(load);
    }

    @Override
    public void close() {
        runner.close();
        executor.close();
        persistence.close();
    }
}
