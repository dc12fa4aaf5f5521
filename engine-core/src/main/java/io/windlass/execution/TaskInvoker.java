package io.windlass.execution;

import io.windlass.atom.Atom;
import io.windlass.atom.FlowFailures;
import io.windlass.atom.Input;
import io.windlass.atom.Outcome;
import io.windlass.atom.Signature;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.NotFoundException;
import io.windlass.failure.WrappedFailureException;
import io.windlass.state.Action;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one body: reads its inputs, calls it, writes its result. Used by every executor, here and in a worker.
 * Stateless.
 */
public final class TaskInvoker {
    private TaskInvoker() {}

    /**
     * Runs execute or revert on this thread.
     *
     * @return what the body returned ({@code null} for a revert), or a failure: one that it returned, whatever it or a
     *     hook threw, an input that does not fit its parameter, a result that cannot be stored
     */
    public static Result invoke(
            Task task,
            Action action,
            Map<String, Value> arguments,
            Outcome<Value> previous,
            FlowFailures failures,
            TaskContext context) {
        return LogContext.during(context, () -> call(task, action, arguments, previous, failures, context));
    }

    private static Result call(
            Task task,
            Action action,
            Map<String, Value> arguments,
            Outcome<Value> previous,
            FlowFailures failures,
            TaskContext context) {
        try {
            Signature signature = task.signature();
            boolean execute = action == Action.EXECUTE;
            List<Input> inputs = execute ? signature.execute() : signature.revert();
            @Nullable Object[] read = read(inputs, task, arguments, previous, failures, context);
            return between(task, execute, () -> execute ? execute(task, read) : revert(task, read));
        } catch (Throwable thrown) {
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return new Result(null, Failure.of(thrown));
        }
    }

    /** A body with its inputs. */
    private interface Call {
        Result run() throws Throwable;
    }

    /** Runs a body between its hooks; the one after it always runs, and hides no failure of the body. */
    private static Result between(Task task, boolean execute, Call body) throws Throwable {
        Result result;
        try {
            before(task, execute);
            result = body.run();
        } catch (Throwable thrown) {
            afterFailure(task, execute, thrown);
            throw thrown;
        }
        Failure returned = result.failure();
        if (returned == null) {
            after(task, execute);
            return result;
        }
        Throwable live = returned.exception();
        Throwable raised = live != null ? live : new WrappedFailureException(List.of(returned));
        return afterFailure(task, execute, raised) ? new Result(null, Failure.of(raised)) : result;
    }

    /** {@return whether the hook failed too, which is added to the failure then} */
    private static boolean afterFailure(Task task, boolean execute, Throwable failure) {
        try {
            after(task, execute);
            return false;
        } catch (Throwable second) {
            if (second instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (second != failure) {
                failure.addSuppressed(second);
            }
            return true;
        }
    }

    private static void before(Task task, boolean execute) throws Exception {
        if (execute) {
            task.preExecute();
        } else {
            task.preRevert();
        }
    }

    private static void after(Task task, boolean execute) throws Exception {
        if (execute) {
            task.postExecute();
        } else {
            task.postRevert();
        }
    }

    private static Result execute(Task task, @Nullable Object[] inputs) throws Throwable {
        Signature signature = task.signature();
        return returned(signature.executeBody().call(task, inputs), signature.result());
    }

    private static Result revert(Task task, @Nullable Object[] inputs) throws Throwable {
        Signature.Body body = task.signature().revertBody();
        return body == null || !(body.call(task, inputs) instanceof Failure failure)
                ? new Result(Value.NULL, null)
                : new Result(null, failure);
    }

    /** A failure that is returned counts as raised. */
    static Result returned(@Nullable Object object, Type type) {
        return object instanceof Failure failure
                ? new Result(null, failure)
                : new Result(Values.write(object, type), null);
    }

    /**
     * A value or a failure.
     *
     * @param value null exactly when there is a failure
     * @param failure null exactly when there is a value
     */
    public record Result(@Nullable Value value, @Nullable Failure failure) {}

    private static @Nullable Object[] read(
            List<Input> inputs,
            Task task,
            Map<String, Value> arguments,
            Outcome<Value> previous,
            FlowFailures failures,
            TaskContext context) {
        @Nullable Object[] read = new @Nullable Object[inputs.size()];
        for (int i = 0; i < read.length; i++) {
            Input input = inputs.get(i);
            read[i] = switch (input.role()) {
                case CONTEXT -> context;
                case FAILURES -> failures;
                case OUTCOME -> typed(previous, input);
                case RESULT ->
                    previous instanceof Outcome.Succeeded<Value> succeeded
                            ? value(task, input, succeeded.value())
                            : null;
                case OPTIONAL, REQUIRED -> lookedUp(task, input, arguments);
            };
        }
        return read;
    }

    /** Reads an input that was looked up by name. */
    static @Nullable Object lookedUp(Atom<?> atom, Input input, Map<String, Value> arguments) {
        Value given = arguments.get(input.name());
        return input.role() == Input.Role.OPTIONAL
                ? Optional.ofNullable(value(atom, input, given))
                : required(atom, input, given);
    }

    private static Outcome<Object> typed(Outcome<Value> previous, Input input) {
        if (previous instanceof Outcome.Succeeded<Value> succeeded) {
            Value value = succeeded.value();
            return new Outcome.Succeeded<>(value == null ? null : Values.read(value, input.type()));
        }
        if (previous instanceof Outcome.Failed<Value> failed) {
            return new Outcome.Failed<>(failed.failure());
        }
        return new Outcome.Unknown<>();
    }

    private static @Nullable Object required(Atom<?> atom, Input input, @Nullable Value given) {
        if (given == null) {
            throw new NotFoundException(atom + " was not given its input '" + input.name() + "'");
        }
        Object value = value(atom, input, given);
        if (value == null && !input.nullable()) {
            throw new InvalidFormatException(atom + " was given null for '" + input.name()
                    + "'; annotate the parameter @Nullable if it can bear that");
        }
        return value;
    }

    private static @Nullable Object value(Atom<?> atom, Input input, @Nullable Value given) {
        if (given == null) {
            return null;
        }
        try {
            return Values.read(given, input.type());
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException(atom + ", input '" + input.name() + "': " + e.getMessage(), e);
        }
    }
}
