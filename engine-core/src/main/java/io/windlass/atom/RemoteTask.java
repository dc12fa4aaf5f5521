package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A task whose class this process does not have: its bodies are a worker's, known by the wire name of their type. What
 * it requires is said here, name by name, as there is no {@code execute} to look at; a worker's revert gets the same
 * inputs. Run by a remote executor; any other makes it fail.
 */
public final class RemoteTask extends Task {
    private static final Input CONTEXT = new Input("(context)", TaskContext.class, Input.Role.CONTEXT, false);

    private final List<Input> inputs;

    private RemoteTask(String type, TaskVersion version, List<Input> inputs) {
        super(type, version, signature(type, inputs), TaskPlace.WORKER);
        this.inputs = inputs;
    }

    /** A task of that type, version 1.0, that requires nothing yet; named after the type unless it is given a name. */
    public static RemoteTask of(String type) {
        return new RemoteTask(type, TaskVersion.DEFAULT, List.of());
    }

    /**
     * The same task, which requires one more input. To be said before anything else but the version.
     *
     * @param name the worker's parameter, and what is looked up unless it is rebound
     * @param valueType what the value has to read as; checked by the worker
     */
    public RemoteTask requires(String name, Type valueType) {
        requireFresh();
        List<Input> more = new ArrayList<>(inputs);
        more.add(Input.in(Names.checked("argument", name), valueType));
        return new RemoteTask(typeName(), version(), more);
    }

    /** The same task, of that version of its type, such as {@code 2.1}. To be said before anything else. */
    public RemoteTask version(String version) {
        requireFresh();
        return new RemoteTask(typeName(), TaskVersion.of(version), inputs);
    }

    private void requireFresh() {
        if (!isAsMade(typeName()) || runTimeout().isPresent()) {
            throw new DefinitionException(
                    this + ": say what it requires and its version first, then its name, provides and the rest");
        }
    }

    private static Signature signature(String type, List<Input> inputs) {
        Signature.Body none = (task, arguments) -> {
            throw new DefinitionException("task '" + task.name() + "' of type " + type
                    + " has no body in this process; run its flow with a remote executor");
        };
        List<Input> all = new ArrayList<>(inputs);
        all.add(CONTEXT);
        return new Signature(all, List.copyOf(inputs), Object.class, none, none);
    }
}
