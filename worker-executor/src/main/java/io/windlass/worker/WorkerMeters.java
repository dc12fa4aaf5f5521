package io.windlass.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.windlass.proxy.Request;
import io.windlass.proxy.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures with Micrometer. The only class of this package that is loaded together with it. */
final class WorkerMeters implements WorkerEvents {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMeters.class);

    private final MeterRegistry registry;
    private final Set<String> types;
    private final MeterProvider<Timer> waits;
    private final MeterProvider<Timer> runs;
    private final MeterProvider<Counter> redeliveries;
    private final MeterProvider<Counter> returns;
    private final MeterProvider<Counter> answers;
    private final List<Meter> gauges = new CopyOnWriteArrayList<>();

    /**
     * Measures one worker.
     *
     * @param types what it serves; what strangers write into its requests makes no meters
     */
    WorkerMeters(MeterRegistry registry, Set<String> types) {
        this.registry = registry;
        this.types = types;
        waits = Timer.builder("windlass.worker.wait")
                .description("from the arrival of a request to the start of its body")
                .withRegistry(registry);
        runs = Timer.builder("windlass.task.run").description("runs of bodies").withRegistry(registry);
        redeliveries = Counter.builder("windlass.worker.redelivered")
                .description("requests that the broker had handed out before")
                .baseUnit("requests")
                .withRegistry(registry);
        returns = Counter.builder("windlass.worker.returned")
                .description("requests that were given back because no slot was free for them")
                .baseUnit("requests")
                .withRegistry(registry);
        answers = Counter.builder("windlass.worker.answers")
                .description("answers to whether a request may start")
                .baseUnit("answers")
                .withRegistry(registry);
    }

    @Override
    public void opened(int slots, IntSupplier held, IntSupplier busy) {
        safely(() -> {
            gauge("windlass.worker.held", "requests", "requests that are not settled", held);
            gauge("windlass.worker.busy", "slots", "slots that run a body", busy);
            gauge("windlass.worker.slots", "slots", "all slots", () -> slots);
        });
    }

    private void gauge(String name, String unit, String description, IntSupplier value) {
        gauges.add(Gauge.builder(name, value::getAsInt)
                .baseUnit(unit)
                .description(description)
                .register(registry));
    }

    @Override
    public void redelivered(Request request) {
        safely(() -> redeliveries.withTags("type", type(request)).increment());
    }

    @Override
    public void gaveBack(Request request) {
        safely(() -> returns.withTags("type", type(request)).increment());
    }

    @Override
    public void answered(Verdict verdict) {
        safely(() -> answers.withTags("verdict", verdict.name().toLowerCase(Locale.ROOT))
                .increment());
    }

    @Override
    public void started(Request request, long waitedNanos) {
        safely(() -> waits.withTags("type", type(request)).record(waitedNanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void ended(Request request, boolean success, long ranNanos) {
        String action = request.name().action().wireName();
        String outcome = success ? "success" : "failure";
        safely(() -> runs.withTags("type", type(request), "action", action, "outcome", outcome)
                .record(ranNanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void closed() {
        gauges.forEach(registry::remove);
    }

    private String type(Request request) {
        return types.contains(request.taskType()) ? request.taskType() : "unknown";
    }

    /** A registry that refuses a meter must not cost a body its outcome. */
    private static void safely(Runnable measure) {
        try {
            measure.run();
        } catch (RuntimeException e) {
            LOG.warn("The meter registry fails; this goes unmeasured", e);
        }
    }
}
