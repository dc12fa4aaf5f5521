package io.windlass.bench.product;

import io.windlass.bench.child.Load;
import io.windlass.bench.child.Member;
import io.windlass.bench.child.Part;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.worker.Worker;
import java.util.Map;

/** A worker process. */
public final class ProductWorker implements Member {
    /** The queue that its requests come from; whoever began the workers deletes it. */
    public static final RequestQueue QUEUE = new RequestQueue("default", "bench.step", 1);

    private final Proxy proxy;
    private final Worker worker;

    /** One at work. */
    public ProductWorker(Part part) {
        proxy = Connections.open(part);
        worker = Worker.builder(proxy)
                .name(part.name())
                .slots(part.slots())
                .register(Step.class, () -> new Step(part.taskMillis()))
                .build()
                .start();
    }

    @Override
    public Map<String, Double> run(Load load) {
        throw new UnsupportedOperationException("a worker waits for requests, and begins nothing");
    }

    @Override
    public void close() {
        worker.close();
        proxy.close();
    }
}
