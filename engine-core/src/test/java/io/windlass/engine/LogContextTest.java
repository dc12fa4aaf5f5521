package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.windlass.atom.Decider;
import io.windlass.atom.Inputs;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.LogContext;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@Timeout(60)
class LogContextTest {
    /** What user code logs with. */
    private static final Logger USER = (Logger) LoggerFactory.getLogger("user.code");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing(); // else the context is read when it is asked for, on another thread
            super.append(line);
        }
    };

    @BeforeEach
    void listen() {
        USER.setLevel(Level.INFO);
        USER.setAdditive(false);
        lines.start();
        USER.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        USER.detachAppender(lines);
    }

    private static Task logging(String name) {
        return Tasks.of(name, List.of(), inputs -> {
            USER.info("{} {}", name, inputs.context().runId());
            MDC.put("left.by.body", name);
            return name;
        });
    }

    private Map<String, String> contextOf(String message) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().startsWith(message))
                .findFirst()
                .orElseThrow()
                .getMDCPropertyMap();
    }

    @Test
    void aBodysOwnLinesNameFlowAtomAttemptAndRun() {
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            Engine engine = Engine.builder(LinearFlow.named("f").add(logging("a"), logging("b")))
                    .executor(executor)
                    .build();
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
            for (ILoggingEvent line : lines.list) {
                String[] said = line.getFormattedMessage().split(" ", 2);
                assertThat(line.getMDCPropertyMap())
                        .containsOnly(
                                Map.entry("windlass.flow", engine.id().toString()),
                                Map.entry("windlass.atom", said[0]),
                                Map.entry("windlass.attempt", "1"),
                                Map.entry("windlass.run", said[1]));
            }
            assertThat(lines.list).hasSize(2);
        }
    }

    @Test
    void afterABodyItsThreadHasTheContextThatItHadBefore() {
        Map<String, String> kept = Map.of("of", "the thread");
        Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            run(executor, "clean", seen);
            run(executor, "still clean", seen);
        }
        assertThat(seen.get("still clean")).isEqualTo(seen.get("clean")).doesNotContainKey("left.by.body");
        MDC.setContextMap(kept);
        try {
            assertThat(LogContext.during(UUID.randomUUID(), "a", () -> {
                        MDC.put("left", "behind");
                        return MDC.get("windlass.atom");
                    }))
                    .isEqualTo("a");
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(kept);
        } finally {
            MDC.clear();
        }
    }

    /** The keys of Windlass set aside, what a body finds on the one thread that all bodies run on. */
    private static void run(ParallelExecutor executor, String name, Map<String, Map<String, String>> seen) {
        Task look = Tasks.of("look", List.of(), inputs -> {
            Map<String, String> context = MDC.getCopyOfContextMap();
            context.keySet().removeIf(key -> key.startsWith("windlass."));
            seen.put(name, context);
            MDC.put("left.by.body", name);
            return name;
        });
        Engine.builder(LinearFlow.named("f").add(look))
                .executor(executor)
                .build()
                .run();
    }

    /** Logs whenever it is asked. */
    private static final class Twice extends Retry {
        @Override
        public @Nullable Object execute(History history, Inputs given) {
            USER.info("round");
            return null;
        }

        @Override
        public Decision onFailure(History history, Inputs given) {
            USER.info("asked");
            return history.size() < 2 ? Decision.RETRY : Decision.REVERT;
        }
    }

    @Test
    void controllersAndDecidersNameTheirsToo() {
        AtomicBoolean failed = new AtomicBoolean();
        Task once = Tasks.of("once", List.of(), inputs -> {
            if (!failed.getAndSet(true)) {
                throw new IllegalStateException("the first time");
            }
            return "done";
        });
        Task second = Tasks.of("second", List.of(), inputs -> "done");
        Decider yes = results -> {
            USER.info("vote");
            return true;
        };
        GraphFlow flow = GraphFlow.named("f", new Twice().named("twice"))
                .add(once, second)
                .link(once, second, yes);
        Engine engine = Engine.builder(flow).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        String id = engine.id().toString();
        assertThat(contextOf("round")).containsEntry("windlass.flow", id).containsEntry("windlass.atom", "twice");
        assertThat(contextOf("asked"))
                .containsEntry("windlass.flow", id)
                .containsEntry("windlass.atom", "twice")
                .containsKeys("windlass.attempt", "windlass.run");
        assertThat(contextOf("vote")).containsEntry("windlass.flow", id).containsEntry("windlass.atom", "second");
    }
}
