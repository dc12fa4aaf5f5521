package io.windlass.remote;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.windlass.execution.TaskRequest;
import io.windlass.proxy.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures with Micrometer. The only class of this package that is loaded together with it. */
final class RemoteMeters implements RemoteEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteMeters.class);

    private final MeterRegistry registry;
    private final MeterProvider<Timer> waits;
    private final MeterProvider<Timer> requests;
    private final MeterProvider<Counter> answers;
    private final MeterProvider<Counter> timeouts;
    private final MeterProvider<Counter> issuedAgain;
    private final Counter takenOver;
    private final Counter orphans;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Gauge gauge;
    private final MultiGauge waiting;
    private final MultiGauge out;
    private final MultiGauge window;

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
        timeouts = Counter.builder("windlass.timeouts")
                .description("what was given up since it took too long")
                .baseUnit("timeouts")
                .withRegistry(registry);
        issuedAgain = Counter.builder("windlass.requests.reissued")
                .description("requests that were sent again because no worker ran them")
                .baseUnit("requests")
                .withRegistry(registry);
        takenOver = Counter.builder("windlass.requests.custody")
                .description("requests that were taken over from the broker because their runs last long")
                .baseUnit("requests")
                .register(registry);
        orphans = Counter.builder("windlass.orphans")
                .description("successes of runs that are not the recorded ones")
                .baseUnit("runs")
                .register(registry);
        gauge = Gauge.builder("windlass.requests.inflight", inFlight, AtomicInteger::get)
                .description("requests without an outcome")
                .tag("executor", "remote")
                .register(registry);
        waiting = ofQueues("waiting", "requests that wait in this process for their turn");
        out = ofQueues("out", "requests that the broker or a worker has");
        window = ofQueues("window", "how many requests this process lets be out");
    }

    private MultiGauge ofQueues(String what, String description) {
        return MultiGauge.builder("windlass.queue." + what)
                .description(description)
                .baseUnit("requests")
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
    public void timedOut(Timeout which) {
        safely(() -> timeouts.withTags("timeout", lower(which)).increment());
    }

    @Override
    public void issuedAgain(Why why) {
        safely(() -> issuedAgain.withTags("reason", lower(why)).increment());
    }

    @Override
    public void takenOver() {
        takenOver.increment();
    }

    @Override
    public void answered(Verdict verdict) {
        safely(() -> answers.withTags("verdict", lower(verdict)).increment());
    }

    @Override
    public void queues(List<QueueLoad> loads) {
        safely(() -> {
            waiting.register(rows(loads, QueueLoad::waiting), true);
            out.register(rows(loads, QueueLoad::out), true);
            window.register(rows(loads, QueueLoad::window), true);
        });
    }

    private static List<MultiGauge.Row<?>> rows(List<QueueLoad> loads, ToIntFunction<QueueLoad> figure) {
        return loads.stream()
                .<MultiGauge.Row<?>>map(
                        load -> MultiGauge.Row.of(Tags.of("queue", load.queue().path()), figure.applyAsInt(load)))
                .toList();
    }

    @Override
    public void orphan() {
        orphans.increment();
    }

    @Override
    public void closed() {
        queues(List.of());
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
