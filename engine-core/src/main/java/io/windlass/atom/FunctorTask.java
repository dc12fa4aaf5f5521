package io.windlass.atom;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.failure.DefinitionException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task whose bodies are lambdas; made by {@link Tasks}. The methods here return another task, and are to be called
 * before those of every task: {@code provides}, {@code rebind} and the rest.
 *
 * @param <R> what execute returns
 */
public final class FunctorTask<R> extends Task {
    private static final Input FAILURES = new Input("(failures)", FlowFailures.class, Input.Role.FAILURES, false);

    private final String made;

    private FunctorTask(String name, String type, TaskVersion version, Signature signature, TaskPlace place) {
        super(type, version, signature, place);
        this.made = name;
        named(name);
    }

    /** The work, given its arguments in the order of the inputs. */
    interface Execute<R> {
        @Nullable
        R apply(@Nullable Object[] arguments) throws Exception;
    }

    static <R> FunctorTask<R> of(String name, List<? extends Input> inputs, Execute<R> execute) {
        Names.checked("task", name);
        requireDistinct(name, inputs);
        Signature.Body body = (task, arguments) -> execute.apply(arguments);
        Signature signature = new Signature(List.copyOf(inputs), List.of(), Object.class, body, null);
        return new FunctorTask<>(name, name, TaskVersion.DEFAULT, signature, TaskPlace.ENGINE);
    }

    private static void requireDistinct(String name, List<? extends Input> inputs) {
        Set<String> names = new HashSet<>();
        for (Input input : inputs) {
            if (!names.add(input.name())) {
                throw new DefinitionException(
                        "task '" + name + "' has two inputs named '" + input.name() + "'; rename one and rebind it");
            }
        }
    }

    /** The same task, undone by a lambda that is given what execute returned as JSON's natural types. */
    public FunctorTask<R> revertedBy(Bodies.Revert<Object> revert) {
        return reverted(Object.class, revert);
    }

    /** The same task, undone by a lambda that is given what execute returned. */
    public FunctorTask<R> revertedBy(Class<R> result, Bodies.Revert<R> revert) {
        return reverted(result, revert);
    }

    /** The same task, undone by a lambda that is given what execute returned, of a generic type. */
    public FunctorTask<R> revertedBy(TypeReference<R> result, Bodies.Revert<R> revert) {
        return reverted(result.getType(), revert);
    }

    /** The same task, of that version, such as {@code 2.1}. */
    public FunctorTask<R> version(String version) {
        requireFresh();
        return new FunctorTask<>(made, typeName(), TaskVersion.of(version), signature(), place());
    }

    /**
     * The same task, of a type that workers may know: it runs wherever the executor runs tasks. A worker registers the
     * type with a supplier of such a task, whose name and inputs' names are the same.
     *
     * @param wireName what a request asks for and a worker offers
     */
    public FunctorTask<R> ofType(String wireName) {
        requireFresh();
        return new FunctorTask<>(made, wireName, version(), signature(), TaskPlace.ANYWHERE);
    }

    private <T> FunctorTask<R> reverted(Type result, Bodies.Revert<T> revert) {
        requireFresh();
        List<Input> declared = signature().execute().stream()
                .filter(input -> input.role() != Input.Role.CONTEXT)
                .toList();
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input("(outcome)", result, Input.Role.OUTCOME, false));
        inputs.add(FAILURES);
        inputs.addAll(declared);
        inputs.add(Input.context());
        Signature signature =
                new Signature(signature().execute(), inputs, result, signature().executeBody(), body(declared, revert));
        return new FunctorTask<>(made, typeName(), version(), signature, place());
    }

    @SuppressWarnings("unchecked") // the signature above says that the first argument is the outcome
    private static <T> Signature.Body body(List<Input> declared, Bodies.Revert<T> revert) {
        return (task, arguments) -> {
            Outcome<T> outcome = (Outcome<T>) Objects.requireNonNull(arguments[0]);
            FlowFailures failures = (FlowFailures) Objects.requireNonNull(arguments[1]);
            revert.apply(outcome, failures, Inputs.of(declared, arguments, 2));
            return null;
        };
    }

    private void requireFresh() {
        if (!isAsMade(made) || runTimeout().isPresent()) {
            throw new DefinitionException(
                    this + ": say how it is undone, its version and type first, then its name, provides and the rest");
        }
    }
}
