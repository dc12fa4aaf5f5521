package io.windlass.engine;

import static io.windlass.atom.Input.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Inputs;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where the arguments of bodies come from. */
class ArgumentsTest {
    private final List<Object> seen = new CopyOnWriteArrayList<>();

    private static Task failing() {
        return Tasks.of("failing", () -> {
            throw new IllegalStateException("fails");
        });
    }

    private static Task giving(String name, String symbol, Object value) {
        return Tasks.of(name, () -> value).provides(symbol);
    }

    private Task seeing(String name, String symbol) {
        return Tasks.of(name, in(symbol, Object.class), value -> seen.add(name + " " + value));
    }

    private Engine engine(Map<String, ?> store, Flow flow) {
        EngineBuilder builder = Engine.builder(flow);
        store.forEach(builder::store);
        return builder.build();
    }

    /** Tells what its bodies are given. */
    public final class Both extends Task {
        public String execute(String x, Optional<String> y) {
            seen.add("execute " + x + " " + y.orElse("nothing"));
            return "made of " + x;
        }

        public void revert(@Nullable String result, String x, String z, FlowFailures failures) {
            seen.add("revert " + x + " " + z + " " + result + " "
                    + failures.byAtom().keySet());
        }
    }

    /** Asks for nothing when it is undone. */
    public final class Silent extends Task {
        public void execute() {}

        public void revert() {
            seen.add("silent");
        }
    }

    @Test
    void eachBodyIsGivenWhatItsParametersName() {
        Engine engine = engine(Map.of("x", "1", "z", "3"), LinearFlow.named("f").add(new Both(), failing()));
        Script.failuresOf(engine);
        assertThat(seen).containsExactly("execute 1 nothing", "revert 1 3 made of 1 [failing]");
    }

    @Test
    void revertIsGivenWhatItIsReboundTo() {
        Task task = new Both().rebind("x", "a").revertRebind("x", "b").inject("z", "injected");
        Script.failuresOf(
                engine(Map.of("a", "1", "b", "2"), LinearFlow.named("f").add(task, failing())));
        assertThat(seen).containsExactly("execute 1 nothing", "revert 2 injected made of 1 [failing]");
    }

    @Test
    void revertNeedNotTakeItsResultNorTheFailures() {
        Engine engine = engine(Map.of(), LinearFlow.named("f").add(new Silent(), failing()));
        assertThat(Script.failuresOf(engine)).containsExactly("fails");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(seen).containsExactly("silent");
    }

    @Test
    void whatOnlyRevertNeedsIsMissedBeforeTheFlowRuns() {
        Task both = new Both().named("both");
        MissingDependenciesException missing = catchThrowableOfType(
                MissingDependenciesException.class,
                () -> engine(Map.of("x", "1"), LinearFlow.named("f").add(both)));
        assertThat(missing.missing()).containsExactly(Map.entry("both", Set.of("z")));
        assertThat(missing).hasMessageContaining("\"both==1.0\" needs 'z', which nothing provides");
    }

    @Test
    void allThatIsMissingIsToldAtOnceByAtom() {
        LinearFlow flow = LinearFlow.named("f")
                .add(new Both().named("both"), seeing("first", "late"), giving("provider", "late", 1));
        MissingDependenciesException missing =
                catchThrowableOfType(MissingDependenciesException.class, () -> engine(Map.of(), flow));
        assertThat(missing.missing())
                .containsExactly(Map.entry("both", Set.of("x", "z")), Map.entry("first", Set.of("late")));
        assertThat(missing).hasMessageContaining("[provider] provide, but do not run before it");
    }

    @Test
    void anOptionalInputIsGivenWhenSomebodyProvidesIt() {
        Map<String, String> store = Map.of("x", "1", "z", "3");
        LinearFlow flow = LinearFlow.named("f").add(giving("provider", "y", "2"), new Both());
        assertThat(engine(store, flow).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine(store, LinearFlow.named("g").add(new Both())).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(seen).containsExactly("execute 1 2", "execute 1 nothing");
    }

    @Test
    void anOptionalInputIsEmptyWhenItsProviderIsNotToBeSeen() {
        UnorderedFlow flow = UnorderedFlow.named("f").add(giving("provider", "y", "2"), new Both());
        assertThat(engine(Map.of("x", "1", "z", "3"), flow).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(seen).containsExactly("execute 1 nothing");
    }

    @Test
    void anIgnoredInputIsEmptyThoughSomebodyProvidesIt() {
        Task task = new Both().ignore("y");
        assertThat(engine(
                                Map.of("x", "1", "y", "2", "z", "3"),
                                LinearFlow.named("f").add(task))
                        .run())
                .isEqualTo(FlowState.SUCCESS);
        assertThat(seen).containsExactly("execute 1 nothing");
    }

    @Test
    void theStoreHidesWhatTasksProvideAndWhatIsInjectedHidesBoth() {
        LinearFlow flow = LinearFlow.named("f")
                .add(
                        giving("provider", "x", "provided"),
                        giving("other", "y", "provided"),
                        seeing("a", "x"),
                        seeing("b", "x").inject("x", "injected"),
                        seeing("c", "y"));
        assertThat(engine(Map.of("x", "stored"), flow).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(seen).containsExactly("a stored", "b injected", "c provided");
    }

    @Test
    void theNearestProviderBeforeItIsWhoATaskIsGivenAValueBy() {
        LinearFlow flow = LinearFlow.named("f")
                .add(giving("far", "x", 1), giving("near", "x", 2), seeing("a", "x"), giving("after", "x", 3));
        assertThat(engine(Map.of(), flow).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(seen).containsExactly("a 2");
    }

    @Test
    void anArgumentOfTheWrongTypeIsTheTasksFailureAndSaysWhich() {
        Task task = Tasks.of("t", in("x", Integer.class), x -> x);
        assertThatThrownBy(engine(Map.of("x", "three"), LinearFlow.named("f").add(task))::run)
                .hasMessageContaining("\"t==1.0\", input 'x'");
    }

    /** Tells what each of its methods is given. */
    private final class Telling extends Retry {
        Telling() {
            super(in("x", String.class));
        }

        @Override
        public Object execute(History history, Inputs given) {
            seen.add("execute " + history.size() + " " + given.get("x"));
            return history.size();
        }

        @Override
        public Decision onFailure(History history, Inputs given) {
            seen.add("asked " + history.size() + " " + given.get("x"));
            return history.size() < 2 ? Decision.RETRY : Decision.REVERT;
        }

        @Override
        public void revert(History history, Inputs given, FlowFailures failures) {
            seen.add("revert " + history.size() + " " + given.get("x") + " "
                    + failures.byAtom().keySet());
        }
    }

    @Test
    void aRetryIsGivenItsHistoryAndInputsAndToUndoTheFailuresToo() {
        Retry retry = new Telling().rebind("x", "a").revertRebind("x", "b");
        Flow flow = LinearFlow.named("f", retry).add(failing());
        Script.failuresOf(engine(Map.of("a", "1", "b", "2"), flow));
        assertThat(seen)
                .containsExactly("execute 0 1", "asked 1 1", "execute 1 1", "asked 2 1", "revert 2 2 [failing]");
        assertThat(retry.name()).isEqualTo("f_retry");
    }

    @Test
    void aRevertIsToldTheOutcomeAsTheTypeThatExecuteReturns() {
        Engine engine = engine(Map.of(), LinearFlow.named("f").add(new Typed(), failing()));
        Script.failuresOf(engine);
        assertThat(seen).containsExactly(List.of(new Part("wheel", 4)));
    }

    /** A value with a type of its own. */
    public record Part(String name, int count) {}

    /** Undoes what it made, part by part. */
    public final class Typed extends Task {
        public List<Part> execute() {
            return List.of(new Part("wheel", 4));
        }

        public void revert(Outcome<List<Part>> outcome) {
            if (outcome instanceof Outcome.Succeeded<List<Part>> succeeded) {
                seen.add(java.util.Objects.requireNonNull(succeeded.value()));
            }
        }
    }
}
