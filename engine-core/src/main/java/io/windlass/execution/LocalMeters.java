package io.windlass.execution;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.windlass.atom.Task;
import io.windlass.atom.TaskPlace;
import io.windlass.state.Action;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures with Micrometer. The only class of this package that is loaded together with it. */
final class LocalMeters implements LocalEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LocalMeters.class);

    private final MeterRegistry registry;
    private final MeterProvider<Timer> waits;
    private final MeterProvider<Timer> runs;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Gauge gauge;

    LocalMeters(MeterRegistry registry) {
        this.registry = registry;
        waits = Timer.builder("windlass.task.wait")
                .description("from the submission of a request to the start of its body")
                .withRegistry(registry);
        runs = Timer.builder("windlass.task.run").description("runs of bodies").withRegistry(registry);
        gauge = Gauge.builder("windlass.requests.inflight", inFlight, AtomicInteger::get)
                .description("requests without an outcome")
                .tag("executor", "local")
                .register(registry);
    }

    @Override
    public void submitted(int requests) {
        inFlight.addAndGet(requests);
    }

    @Override
    public void started(Task task, long waitedNanos) {
        safely(() -> waits.withTags("type", type(task)).record(waitedNanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void ended(Task task, Action action, boolean success, long ranNanos) {
        inFlight.decrementAndGet();
        String outcome = success ? "success" : "failure";
        safely(() -> runs.withTags("type", type(task), "action", action.wireName(), "outcome", outcome)
                .record(ranNanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void closed() {
        registry.remove(gauge);
    }

    /** A registry that refuses a meter must not cost a body its outcome. */
    private static void safely(Runnable measure) {
        try {
            measure.run();
        } catch (RuntimeException e) {
            LOG.warn("The meter registry fails; this run goes unmeasured.", e);
        }
    }

    /** Lambdas are named one by one, which would be a meter for each. */
    private static String type(Task task) {
        return task.place() == TaskPlace.ENGINE ? "lambda" : task.typeName();
    }
}
