package io.windlass.engine;

import static io.windlass.atom.Input.all;
import static io.windlass.atom.Input.context;
import static io.windlass.atom.Input.in;
import static io.windlass.atom.Input.nullable;
import static io.windlass.atom.Input.optional;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Input;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.flow.LinearFlow;
import io.windlass.state.FlowState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tasks of lambdas, run. */
class FunctorTaskTest {
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final Map<String, @Nullable Object> store = new HashMap<>(Map.of("x", 10, "y", 3, "z", 2));

    private Engine engine(Task... tasks) {
        EngineBuilder builder = Engine.builder(LinearFlow.named("f").add(tasks));
        store.forEach(builder::store);
        return builder.build();
    }

    private @Nullable Object result(Task task) {
        Engine engine = engine(task.provides("result"));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        return engine.result("result", Object.class);
    }

    /** A task that has the flow undone. */
    private static Task failing() {
        return Tasks.of("failing", () -> {
            throw new IllegalStateException("fails");
        });
    }

    @Test
    void itIsGivenItsInputsInOrder() {
        List<Input.Typed<Integer>> in = all(Integer.class, "a", "b", "c", "d", "e", "f");
        List.of("a", "b", "c", "d", "e", "f").forEach(name -> store.put(name, (int) name.charAt(0) - 'a' + 1));
        assertThat(result(Tasks.of("none", () -> "nothing"))).isEqualTo("nothing");
        assertThat(result(Tasks.of("one", in.get(0), a -> "" + a))).isEqualTo("1");
        assertThat(result(Tasks.of("two", in.get(0), in.get(1), (a, b) -> "" + a + b)))
                .isEqualTo("12");
        assertThat(result(Tasks.of("three", in.get(0), in.get(1), in.get(2), (a, b, c) -> "" + a + b + c)))
                .isEqualTo("123");
        assertThat(result(Tasks.of(
                        "four", in.get(0), in.get(1), in.get(2), in.get(3), (a, b, c, d) -> "" + a + b + c + d)))
                .isEqualTo("1234");
        assertThat(result(Tasks.of(
                        "five",
                        in.get(0),
                        in.get(1),
                        in.get(2),
                        in.get(3),
                        in.get(4),
                        (a, b, c, d, e) -> "" + a + b + c + d + e)))
                .isEqualTo("12345");
        assertThat(result(Tasks.of(
                        "six",
                        in.get(0),
                        in.get(1),
                        in.get(2),
                        in.get(3),
                        in.get(4),
                        in.get(5),
                        (a, b, c, d, e, f) -> "" + a + b + c + d + e + f)))
                .isEqualTo("123456");
    }

    @Test
    void anyNumberOfInputsIsGivenByTheirNames() {
        Input.Typed<Integer> x = in("x", Integer.class);
        Task add = Tasks.of(
                "add",
                List.of(x, in("y", Integer.class)),
                given -> given.get(x) + (Integer) java.util.Objects.requireNonNull(given.get("y")));
        assertThat(result(add)).isEqualTo(13L);
    }

    @Test
    void inputsMayBeGenericNullOrMissingOrTheContext() {
        store.put("names", List.of("n"));
        store.put("nothing", null);
        Task task = Tasks.of(
                "t",
                in("names", new TypeReference<List<String>>() {}),
                nullable("nothing", String.class),
                nullable("x", Integer.class),
                optional("missing", String.class),
                optional("y", Integer.class),
                context(),
                (names, nothing, x, missing, y, context) -> names.get(0)
                        + nothing
                        + x
                        + missing
                        + y
                        + context.request().atom());
        assertThat(result(task)).isEqualTo("nOptional.emptyOptional[10]Optional.emptyOptional[3]t");
    }

    @Test
    void withoutARevertNothingIsDoneToUndoIt() {
        Engine engine = engine(Tasks.of("t", () -> seen.add("done")), failing());
        assertThat(Script.failuresOf(engine)).containsExactly("fails");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(seen).containsExactly("done");
    }

    @Test
    void itsRevertIsToldWhatItReturnedTheFailuresAndItsInputs() {
        Input.Typed<Integer> x = in("x", Integer.class);
        Task task = Tasks.of("t", x, number -> number + 1).revertedBy(Integer.class, (outcome, failures, given) -> {
            if (outcome instanceof Outcome.Succeeded<Integer> succeeded) {
                seen.add(succeeded);
            }
            seen.add(failures.byAtom().keySet());
            seen.add(given.get(x));
        });
        Script.failuresOf(engine(task, failing()));
        assertThat(seen).containsExactly(new Outcome.Succeeded<>(11), java.util.Set.of("failing"), 10);
    }

    @Test
    void itsRevertIsGivenAGenericResultAsThatType() {
        Task task = Tasks.of("t", in("x", Integer.class), x -> List.of(x))
                .revertedBy(new TypeReference<List<Integer>>() {}, (outcome, failures, given) -> seen.add(outcome));
        Script.failuresOf(engine(task, failing()));
        assertThat(seen).containsExactly(new Outcome.Succeeded<>(List.of(10)));
    }

    @Test
    void withoutATypeItsRevertIsGivenJsonsNaturalTypes() {
        Task task = Tasks.of("t", in("x", Integer.class), x -> x)
                .revertedBy((outcome, failures, given) -> seen.add(outcome));
        Script.failuresOf(engine(task, failing()));
        assertThat(seen).containsExactly(new Outcome.Succeeded<>(10L));
    }

    @Test
    void whenItFailedItselfItsRevertIsToldWhy() {
        Task task = failing().named("other");
        Task told = Tasks.of("t", () -> {
                    throw new IllegalStateException("no");
                })
                .revertedBy((outcome, failures, given) -> seen.add(
                        outcome instanceof Outcome.Failed<?> failed
                                ? failed.failure().message()
                                : "?"));
        assertThat(Script.failuresOf(engine(told, task))).containsExactly("no");
        assertThat(seen).containsExactly("no");
    }

    @Test
    void aMapReturnsWhatTheFunctionMakesOfEachInput() {
        assertThat(result(Tasks.map("doubles", all(Integer.class, "x", "z", "y"), number -> number * 2)))
                .isEqualTo(List.of(20L, 4L, 6L));
    }

    @Test
    void aReductionFoldsItsInputsFromTheLeft() {
        assertThat(result(Tasks.reduce("rest", all(Integer.class, "x", "y", "z"), (rest, next) -> rest - next)))
                .isEqualTo(5L);
    }
}
