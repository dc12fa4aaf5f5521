package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Makes tasks of lambdas, after TaskFlow's functor tasks. A lambda has no parameter names, so its inputs are declared:
 *
 * <pre>{@code
 * Tasks.of("add", in("x", Integer.class), in("y", Integer.class), (x, y) -> x + y).provides("sum")
 * }</pre>
 *
 * <p>What the lambda throws fails the task. It runs in the engine's process, unless {@link FunctorTask#ofType} gives
 * it a type; {@link FunctorTask#revertedBy} says how it is undone. Two inputs of the same name are a
 * {@link DefinitionException}, wherever tasks are made here.
 */
public final class Tasks {
    private Tasks() {}

    /** A task without inputs. */
    public static <R> FunctorTask<R> of(String name, Callable<R> execute) {
        return FunctorTask.of(name, List.of(), given -> execute.call());
    }

    /** A task with 1 input. */
    public static <A, R> FunctorTask<R> of(String name, Input.Typed<A> a, Bodies.One<A, R> execute) {
        return FunctorTask.of(name, List.of(a), given -> execute.apply(a.cast(given[0])));
    }

    /** A task with 2 inputs. */
    public static <A, B, R> FunctorTask<R> of(
            String name, Input.Typed<A> a, Input.Typed<B> b, Bodies.Two<A, B, R> execute) {
        return FunctorTask.of(name, List.of(a, b), given -> execute.apply(a.cast(given[0]), b.cast(given[1])));
    }

    /** A task with 3 inputs. */
    public static <A, B, C, R> FunctorTask<R> of(
            String name, Input.Typed<A> a, Input.Typed<B> b, Input.Typed<C> c, Bodies.Three<A, B, C, R> execute) {
        return FunctorTask.of(
                name, List.of(a, b, c), given -> execute.apply(a.cast(given[0]), b.cast(given[1]), c.cast(given[2])));
    }

    /** A task with 4 inputs. */
    public static <A, B, C, D, R> FunctorTask<R> of(
            String name,
            Input.Typed<A> a,
            Input.Typed<B> b,
            Input.Typed<C> c,
            Input.Typed<D> d,
            Bodies.Four<A, B, C, D, R> execute) {
        return FunctorTask.of(
                name,
                List.of(a, b, c, d),
                given -> execute.apply(a.cast(given[0]), b.cast(given[1]), c.cast(given[2]), d.cast(given[3])));
    }

    /** A task with 5 inputs. */
    public static <A, B, C, D, E, R> FunctorTask<R> of(
            String name,
            Input.Typed<A> a,
            Input.Typed<B> b,
            Input.Typed<C> c,
            Input.Typed<D> d,
            Input.Typed<E> e,
            Bodies.Five<A, B, C, D, E, R> execute) {
        return FunctorTask.of(
                name,
                List.of(a, b, c, d, e),
                given -> execute.apply(
                        a.cast(given[0]), b.cast(given[1]), c.cast(given[2]), d.cast(given[3]), e.cast(given[4])));
    }

    /** A task with 6 inputs. */
    public static <A, B, C, D, E, F, R> FunctorTask<R> of(
            String name,
            Input.Typed<A> a,
            Input.Typed<B> b,
            Input.Typed<C> c,
            Input.Typed<D> d,
            Input.Typed<E> e,
            Input.Typed<F> f,
            Bodies.Six<A, B, C, D, E, F, R> execute) {
        return FunctorTask.of(
                name,
                List.of(a, b, c, d, e, f),
                given -> execute.apply(
                        a.cast(given[0]),
                        b.cast(given[1]),
                        c.cast(given[2]),
                        d.cast(given[3]),
                        e.cast(given[4]),
                        f.cast(given[5])));
    }

    /** A task with any number of inputs, given by their names. */
    public static <R> FunctorTask<R> of(String name, List<? extends Input> inputs, Bodies.Any<R> execute) {
        List<Input> all = new ArrayList<>(inputs);
        all.add(Input.context());
        return FunctorTask.of(name, all, given -> execute.apply(Inputs.of(inputs, given, 0)));
    }

    /** A task with any number of inputs that can be undone. The revert is given its result as JSON's natural types. */
    public static Task of(
            String name, List<? extends Input> inputs, Bodies.Any<?> execute, Bodies.Revert<Object> revert) {
        return of(name, inputs, execute).revertedBy(revert);
    }

    /** A task that returns what the function makes of each of its inputs, in order. */
    public static <A, R> FunctorTask<List<@Nullable R>> map(
            String name, List<Input.Typed<A>> inputs, Bodies.One<A, R> function) {
        return FunctorTask.of(name, inputs, given -> {
            List<@Nullable R> results = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                results.add(function.apply(inputs.get(i).cast(given[i])));
            }
            return results;
        });
    }

    /**
     * A task that returns what the function makes of its first two inputs, of that and the third, and so on.
     *
     * @throws DefinitionException when there are fewer than two inputs
     */
    public static <A> FunctorTask<A> reduce(String name, List<Input.Typed<A>> inputs, Bodies.Two<A, A, A> function) {
        if (inputs.size() < 2) {
            throw new DefinitionException(
                    "task '" + name + "' reduces " + inputs.size() + " inputs; give it two or more, or use Tasks.of");
        }
        return FunctorTask.of(name, inputs, given -> {
            A result = inputs.get(0).cast(given[0]);
            for (int i = 1; i < inputs.size(); i++) {
                result = Objects.requireNonNull(
                        function.apply(result, inputs.get(i).cast(given[i])), "the function must not return null");
            }
            return result;
        });
    }
}
