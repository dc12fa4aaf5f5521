package io.windlass.remote;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.windlass.execution.TaskRequest;
import io.windlass.proxy.Verdict;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures with Micrometer. The only class of this package that is loaded together with it. */
final class RemoteMeters implements RemoteEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteMeters.class);

    private final MeterRegistry registry;
    private final MeterProvider<Timer> waits;
    private final MeterProvider<Timer> requests;
    private final MeterProvider<Counter> answers;
    private final Counter issuedAgain;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Gauge gauge;

    RemoteMeters(MeterRegistry registry) {
        this.registry = registry;
        waits = Timer.builder("windlass.task.wait")
                .description("from the submission of a request to the start of its body")
                .withRegistry(registry);
        requests = Timer.builder("windlass.request")
                .description("from the submission of a request to its outcome")
                .withRegistry(registry);
        answers = Counter.builder("windlass.starts.answers")
                .description("answers to workers that asked whether they may start")
                .baseUnit("answers")
                .withRegistry(registry);
        issuedAgain = Counter.builder("windlass.requests.reissued")
                .description("requests that were sent again because no worker ran them")
                .baseUnit("requests")
                .register(registry);
        gauge = Gauge.builder("windlass.requests.inflight", inFlight, AtomicInteger::get)
                .description("requests without an outcome")
                .tag("executor", "remote")
                .register(registry);
    }

    @Override
    public void submitted() {
        inFlight.incrementAndGet();
    }

    @Override
    public void started(TaskRequest request, long waitedNanos) {
        safely(() -> waits.withTags("type", request.task().typeName()).record(waitedNanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void ended(TaskRequest request, End end, long nanos) {
        inFlight.decrementAndGet();
        String type = request.task().typeName();
        String action = request.name().action().wireName();
        safely(() -> requests.withTags("type", type, "action", action, "outcome", lower(end))
                .record(nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void letGo(int count) {
        inFlight.addAndGet(-count);
    }

    @Override
    public void issuedAgain() {
        issuedAgain.increment();
    }

    @Override
    public void answered(Verdict verdict) {
        safely(() -> answers.withTags("verdict", lower(verdict)).increment());
    }

    @Override
    public void closed() {
        registry.remove(gauge);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A registry that refuses a meter must not cost a request its outcome. */
    private static void safely(Runnable measure) {
        try {
            measure.run();
        } catch (RuntimeException e) {
            LOG.warn("The meter registry fails; this goes unmeasured", e);
        }
    }
}
