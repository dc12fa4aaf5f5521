package io.windlass.engine;

import static io.windlass.atom.Input.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.LinearFlow;
import io.windlass.retry.Times;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How what a task returns becomes named values. */
class ResultsTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.windlass.storage.ShortResults");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        LOGGER.setLevel(Level.WARN);
        LOGGER.setAdditive(false);
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(log);
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Engine run(Task task) {
        Engine engine = Engine.builder(LinearFlow.named("f").add(task)).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        return engine;
    }

    @Test
    void theWholeIsProvidedUnderOneName() {
        Engine engine = run(Tasks.of("t", () -> List.of(1, 2)).provides("both"));
        assertThat(engine.result("both", Object.class)).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void itemsAreProvidedByTheirPlaces() {
        Engine engine = run(Tasks.of("t", () -> List.of(1, 2)).providesItems("first", "second"));
        assertThat(engine.result("first", Integer.class)).isEqualTo(1);
        assertThat(engine.result("second", Integer.class)).isEqualTo(2);
    }

    @Test
    void oneItemIsTheFirstNotTheWhole() {
        Engine engine = run(Tasks.of("t", () -> List.of(1, 2)).providesItems("first"));
        assertThat(engine.result("first", Object.class)).isEqualTo(1L);
    }

    @Test
    void entriesAreProvidedByTheirKeys() {
        Engine engine = run(Tasks.of("t", () -> Map.of("a", 1, "b", 2)).providesEntries("b"));
        assertThat(engine.result("b", Integer.class)).isEqualTo(2);
        assertThatThrownBy(() -> engine.result("a", Integer.class)).isInstanceOf(NotFoundException.class);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aResultThatIsTooShortIsASuccessAndAWarningForEachNameThatIsMissing() {
        Engine engine = run(Tasks.of("short", () -> List.of(1)).providesItems("a", "b", "c"));
        assertThat(engine.result("a", Integer.class)).isEqualTo(1);
        assertThatThrownBy(() -> engine.result("b", Integer.class))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no value 'b'");
        assertThat(warnings())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("\"short==1.0\" succeeded without"))
                .anySatisfy(line -> assertThat(line).contains("'b'"))
                .anySatisfy(line -> assertThat(line).contains("'c'"));
    }

    @Test
    void soIsOneWithoutAKeyOrOfAnotherForm() {
        run(Tasks.of("t", () -> Map.of("a", 1)).providesEntries("a", "b"));
        run(Tasks.of("t", () -> 7).providesItems("c"));
        run(Tasks.of("t", () -> List.of(7)).providesEntries("d"));
        assertThat(warnings()).hasSize(3);
    }

    @Test
    void aTaskThatFailsIsNotWarnedOf() {
        Task task = Tasks.of("t", () -> {
                    throw new IllegalStateException("fails");
                })
                .providesItems("a");
        Script.failuresOf(Engine.builder(LinearFlow.named("f").add(task)).build());
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whoNeedsWhatIsMissingEndsTheRunInFailureAndNothingIsUndone() {
        Script script = new Script();
        Engine engine = Engine.builder(LinearFlow.named("f")
                        .add(
                                Tasks.of("short", () -> List.of()).providesItems("a"),
                                Tasks.of("needing", in("a", Object.class), a -> a)))
                .listener(script)
                .build();
        assertThat(Script.failuresOf(engine)).singleElement().asString().contains("needs 'a'", "'short'");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.changes)
                .containsExactly("RUNNING", "short RUNNING", "short SUCCESS", "needing RUNNING", "FAILURE");
    }

    @Test
    void aRetryProvidesWhatItReturnedForItsNewestRound() {
        Script script = new Script();
        LinearFlow flow = LinearFlow.named("f", new Times(3).provides("round")).add(script.failingBefore(3, "a"));
        Engine engine = Engine.builder(flow).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("round", Integer.class)).isEqualTo(3);
    }

    @Test
    void whyThereIsNoValueIsToldByTheStatesOfThoseWhoProvideIt() {
        Engine engine = Engine.builder(LinearFlow.named("f")
                        .add(Tasks.of("a", () -> 1).provides("x"), Tasks.of("b", () -> {
                            throw new IllegalStateException("fails");
                        })))
                .store("given", 1)
                .build();
        assertThatThrownBy(() -> engine.result("x", Integer.class)).hasMessageContaining("\"a==1.0\" is PENDING");
        Script.failuresOf(engine);
        assertThatThrownBy(() -> engine.result("x", Integer.class))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("\"a==1.0\" is REVERTED");
        assertThatThrownBy(() -> engine.result("y", Integer.class)).hasMessageContaining("it was given [given]");
    }
}
