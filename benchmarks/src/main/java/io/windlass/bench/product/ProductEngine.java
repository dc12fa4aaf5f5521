package io.windlass.bench.product;

import io.windlass.bench.child.Load;
import io.windlass.bench.child.Member;
import io.windlass.bench.child.Part;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import java.util.Map;

/** An engine process: flows recorded in PostgreSQL, their tasks on workers. */
public final class ProductEngine implements Member {
    private final Persistence persistence;
    private final Proxy proxy;
    private final RemoteExecutor executor;
    private final FlowRunner runner;

    /** One at work. */
    public ProductEngine(Part part) {
        persistence = PostgresPersistence.builder()
                .url(part.databaseUrl())
                .name(part.name())
                .open();
        proxy = Connections.open(part);
        executor = new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT);
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
        proxy.close();
        persistence.close();
    }
}
