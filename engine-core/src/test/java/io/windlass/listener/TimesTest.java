package io.windlass.listener;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.Registration;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.AlwaysRevert;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** When things happened and how long they took, in the metadata of the flow and its atoms. */
class TimesTest {
    private final MemoryPersistence store = new MemoryPersistence();
    private final AtomicLong nanos = new AtomicLong();

    private Engine engine(Flow flow) {
        return Engine.builder(flow).persistence(store).build();
    }

    private StoredFlow stored(Engine engine) {
        return store.load(engine.id()).orElseThrow();
    }

    private Map<String, Value> meta(Engine engine, String atom) {
        return stored(engine).atoms().stream()
                .filter(found -> found.name().equals(atom))
                .findFirst()
                .orElseThrow()
                .meta();
    }

    private Task taking(String name, Duration duration) {
        return Tasks.of(name, List.of(), given -> {
            nanos.addAndGet(duration.toNanos());
            return name;
        });
    }

    @Test
    void durationsOfTheFlowAndItsTasksAreNoted() {
        Engine engine = engine(LinearFlow.named("f", new AlwaysRevert())
                .add(taking("a", Duration.ofMillis(1500)), taking("b", Duration.ofSeconds(2))));
        engine.notifier().register(new DurationListener(engine.storage(), nanos::get));
        engine.run();
        assertThat(meta(engine, "a")).containsEntry("duration", new Value("1.5"));
        assertThat(meta(engine, "b")).containsEntry("duration", new Value("2.0"));
        assertThat(meta(engine, "f_retry")).isEmpty();
        assertThat(stored(engine).flow().meta()).containsEntry("duration", new Value("3.5"));
    }

    @Test
    void ofATaskThatIsUndoneTheUndoingIsNoted() {
        Task a = Tasks.of("a", List.of(), given -> 1, (outcome, failures, given) -> nanos.addAndGet(500_000_000));
        Engine engine = engine(LinearFlow.named("f").add(a, Flows.failing("b")));
        engine.notifier().register(new DurationListener(engine.storage(), nanos::get));
        Flows.run(engine);
        assertThat(meta(engine, "a")).containsEntry("duration", new Value("0.5"));
    }

    @Test
    void durationsArePrintedToo() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Engine engine = engine(LinearFlow.named("f").add(taking("a", Duration.ofMillis(1234))));
        engine.notifier()
                .register(new PrintingDurationListener(
                        engine.storage(), nanos::get, new PrintStream(bytes, true, StandardCharsets.UTF_8)));
        engine.run();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "'f' flow started.",
                        "'a' task started.",
                        "It took task 'a' 1.23 seconds to finish.",
                        "It took flow 'f' 1.23 seconds to finish.");
        assertThat(meta(engine, "a")).containsEntry("duration", new Value("1.234"));
    }

    @Test
    void aDurationThatCannotBeNotedChangesNothing() {
        Engine engine = engine(LinearFlow.named("f").add(Flows.task("a")));
        CaptureListener after = new CaptureListener();
        engine.notifier().register(new DurationListener((atom, entries) -> {
            throw new IllegalStateException("planted");
        }));
        engine.notifier().register(after);
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(after.captured()).hasSize(4);
    }

    @Test
    void whatIsLeftWhenTheListenerGoesIsWarnedOf() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(DurationListener.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        logger.addAppender(lines);
        logger.setLevel(ch.qos.logback.classic.Level.WARN);
        lines.start();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Engine engine = engine(LinearFlow.named("f").add(Tasks.of("a", List.of(), given -> {
            started.countDown();
            go.await();
            return 1;
        })));
        Registration registration = engine.notifier().register(new DurationListener(engine.storage()));
        CompletableFuture<FlowState> end = engine.start();
        started.await();
        registration.close();
        go.countDown();
        end.get();
        logger.detachAppender(lines);
        logger.setLevel(null);
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage()).contains("name=a", "name=f");
        assertThat(meta(engine, "a")).isEmpty();
    }

    @Test
    void timesOfAllStatesAreNoted() {
        Engine engine = engine(LinearFlow.named("f", new AlwaysRevert()).add(Flows.task("a"), Flows.failing("b")));
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_123L), ZoneOffset.UTC);
        engine.notifier().register(new EventTimeListener(engine.storage(), clock));
        Flows.run(engine);
        Value then = new Value("1700000000.123");
        assertThat(stored(engine).flow().meta())
                .containsOnly(Map.entry("RUNNING-timestamp", then), Map.entry("REVERTED-timestamp", then));
        assertThat(meta(engine, "a"))
                .containsOnly(
                        Map.entry("RUNNING-timestamp", then),
                        Map.entry("SUCCESS-timestamp", then),
                        Map.entry("REVERTING-timestamp", then),
                        Map.entry("REVERTED-timestamp", then));
        assertThat(meta(engine, "f_retry")).containsKeys("RUNNING-timestamp", "REVERTED-timestamp");
    }
}
