package io.windlass.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.retry.AlwaysRevert;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** Each change as a line, in a log or printed. */
class LoggingListenerTest {
    private final Lines lines = new Lines(Level.TRACE);

    private static Engine engine() {
        return Engine.builder(LinearFlow.named("f", new AlwaysRevert()).add(Flows.task("a"), Flows.failing("b")))
                .build();
    }

    @Test
    void eachChangeOfTheFlowAndItsTasksIsALine() {
        Engine engine = engine();
        engine.notifier().register(new LoggingListener(lines.logger(), Level.INFO));
        Flows.run(engine);
        assertThat(lines.all())
                .startsWith(
                        "INFO The engine has moved flow 'f' (id) into state 'RUNNING' from state 'PENDING'",
                        "INFO The engine has moved task 'a' (id) into state 'RUNNING' from state 'PENDING'",
                        "INFO The engine has moved task 'a' (id) into state 'SUCCESS' from state 'RUNNING'"
                                + " with result '\"a\"' (failure=false)",
                        "INFO The engine has moved task 'b' (id) into state 'RUNNING' from state 'PENDING'",
                        "INFO The engine has moved task 'b' (id) into state 'FAILURE' from state 'RUNNING' with result"
                                + " 'Failure: java.lang.IllegalStateException: b fails' (failure=true)",
                        "INFO The engine has moved task 'b' (id) into state 'REVERTING' from state 'FAILURE'")
                .endsWith("INFO The engine has moved flow 'f' (id) into state 'REVERTED' from state 'RUNNING'")
                .noneMatch(line -> line.contains("f_retry"));
        assertThat(lines.events().get(4).getThrowableProxy().getMessage()).isEqualTo("b fails");
        assertThat(lines.events().get(0).getFormattedMessage()).contains("(" + engine.id() + ")");
    }

    @Test
    void itsOwnLoggerIsUsedAtDebugUnlessAnotherIsGiven() {
        Engine engine = engine();
        engine.notifier().register(new LoggingListener());
        engine.notifier().register(new LoggingListener(lines.logger(), Level.DEBUG));
        Flows.run(engine);
        assertThat(lines.all()).isNotEmpty().allMatch(line -> line.startsWith("DEBUG "));
    }

    @Test
    void printedLinesAreFollowedByTheStackTraceOfAFailure() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Engine engine = engine();
        engine.notifier().register(new PrintingListener(new PrintStream(bytes, true, StandardCharsets.UTF_8)));
        Flows.run(engine);
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .contains("The engine has moved task 'a' (" + engine.id()
                        + ") into state 'SUCCESS' from state 'RUNNING' with result '\"a\"' (failure=false)")
                .containsSubsequence(
                        "The engine has moved task 'b' (" + engine.id()
                                + ") into state 'FAILURE' from state 'RUNNING' with result"
                                + " 'Failure: java.lang.IllegalStateException: b fails' (failure=true)",
                        "java.lang.IllegalStateException: b fails",
                        "The engine has moved flow 'f' (" + engine.id()
                                + ") into state 'REVERTED' from state 'RUNNING'");
    }
}
