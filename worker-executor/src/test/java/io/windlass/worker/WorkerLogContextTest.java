package io.windlass.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class WorkerLogContextTest {
    private static final Logger USER = (Logger) LoggerFactory.getLogger("user.task");

    @TaskType("test.logging")
    static final class Logging extends Task {
        public String execute(TaskContext context) {
            USER.info("{}", context.runId());
            return context.runId();
        }
    }

    @Test
    void linesOfABodyInAWorkerNameItsFlowAtomAttemptAndRun() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent line) {
                line.prepareForDeferredProcessing(); // else the context is read on the thread that asks for it
                super.append(line);
            }
        };
        USER.setLevel(Level.INFO);
        USER.setAdditive(false);
        lines.start();
        USER.addAppender(lines);
        Engine engine;
        try {
            engine = run(LinearFlow.named("f")
                    .add(
                            new Logging().named("a").provides("a"),
                            new Logging().named("b").provides("b")));
        } finally {
            USER.detachAppender(lines);
        }
        assertThat(lines.list).hasSize(2);
        for (int i = 0; i < 2; i++) {
            String atom = List.of("a", "b").get(i);
            assertThat(lines.list.get(i).getMDCPropertyMap())
                    .containsOnly(
                            Map.entry("windlass.flow", engine.id().toString()),
                            Map.entry("windlass.atom", atom),
                            Map.entry("windlass.attempt", "1"),
                            Map.entry("windlass.run", engine.result(atom, String.class)));
        }
    }

    private static Engine run(LinearFlow flow) {
        InProcessBroker broker = new InProcessBroker();
        Duration heartbeat = Duration.ofMillis(100);
        try (MemoryPersistence persistence = new MemoryPersistence();
                Proxy ofEngine = broker.connect("engine");
                Proxy ofWorker = broker.connect("worker");
                Worker worker = Worker.builder(ofWorker)
                        .heartbeat(heartbeat)
                        .slots(1)
                        .register(Logging.class)
                        .build();
                RemoteExecutor executor =
                        new RemoteExecutor(ofEngine, persistence, RemoteOptions.DEFAULT.withHeartbeat(heartbeat))) {
            worker.start();
            Engine engine = Engine.builder(flow)
                    .persistence(persistence)
                    .executor(executor)
                    .build();
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
            return engine;
        }
    }
}
