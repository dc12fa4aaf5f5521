package io.windlass.atom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes tasks of lambdas. Their bodies run in the engine's process. */
public final class Tasks {
    private Tasks() {}

    /** The work of a task. */
    @FunctionalInterface
    public interface Execute {
        /**
         * Does the work.
         *
         * @throws Exception to fail the task
         */
        @Nullable
        Object apply(Inputs inputs) throws Exception;
    }

    /** The undoing of a task. */
    @FunctionalInterface
    public interface Revert {
        /**
         * Undoes the work, or what was done of it.
         *
         * @throws Exception when it cannot be undone
         */
        void apply(Outcome<Object> outcome, FlowFailures failures, Inputs inputs) throws Exception;
    }

    /** A task with nothing to undo. Its result is read back as JSON's natural types. */
    public static Task of(String name, List<Input> inputs, Execute execute) {
        return new Functor(name, new Signature(inputs(inputs), List.of(), Object.class, body(inputs, execute), null));
    }

    /** A task that can be undone; the revert has no inputs of its own. */
    public static Task of(String name, List<Input> inputs, Execute execute, Revert revert) {
        List<Input> reverts = List.of(
                new Input("(outcome)", Object.class, Input.Role.OUTCOME, false),
                new Input("(failures)", FlowFailures.class, Input.Role.FAILURES, false),
                CONTEXT);
        return new Functor(
                name, new Signature(inputs(inputs), reverts, Object.class, body(inputs, execute), body(revert)));
    }

    private static final Input CONTEXT = new Input("(context)", TaskContext.class, Input.Role.CONTEXT, false);

    private static List<Input> inputs(List<Input> declared) {
        List<Input> inputs = new ArrayList<>(declared);
        inputs.add(CONTEXT);
        return inputs;
    }

    private static Signature.Body body(List<Input> declared, Execute execute) {
        List<String> names = declared.stream().map(Input::name).toList();
        return (task, arguments) -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                values.put(names.get(i), arguments[i]);
            }
            return execute.apply(new Inputs(values, (TaskContext) last(arguments)));
        };
    }

    @SuppressWarnings("unchecked") // the signature above says that the first argument is the outcome
    private static Signature.Body body(Revert revert) {
        return (task, arguments) -> {
            List<Object> given = Arrays.asList(arguments);
            revert.apply((Outcome<Object>) given.get(0), (FlowFailures) given.get(1), new Inputs(Map.of(), (TaskContext)
                    last(arguments)));
            return null;
        };
    }

    private static Object last(@Nullable Object[] arguments) {
        return java.util.Objects.requireNonNull(arguments[arguments.length - 1]);
    }

    private static final class Functor extends Task {
        Functor(String name, Signature signature) {
            super(name, TaskVersion.DEFAULT, signature, TaskPlace.ENGINE);
        }
    }
}
