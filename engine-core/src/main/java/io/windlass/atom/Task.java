package io.windlass.atom;

import java.util.List;

/**
 * A step that can be done and undone, after TaskFlow's task. A subclass has one public {@code execute} method, whose
 * parameters are what the task requires, by name, and may have one public {@code revert}. The two are checked when
 * the task is made; see {@link Input.Role} for what their parameters may be. Its name is the class's unless it is
 * given another.
 *
 * <p>A task in a flow may run on any thread, in any process: its fields do not travel.
 */
public abstract class Task extends Atom<Task> implements FlowElement {
    private final Signature signature;
    private final String typeName;
    private final TaskVersion version;

    /**
     * A task named after its class, of the type that {@link TaskType} says.
     *
     * @throws io.windlass.failure.DefinitionException when execute or revert are not as they should be; says what to do
     */
    @SuppressWarnings("this-escape") // the class alone is looked at, nothing of the unfinished object
    protected Task() {
        TaskType type = getClass().getAnnotation(TaskType.class);
        this.signature = Reflection.signatureOf(getClass());
        this.typeName = type == null || type.value().isEmpty()
                ? getClass().getName()
                : Names.checked("task type", type.value());
        this.version = type == null ? TaskVersion.DEFAULT : TaskVersion.of(type.version());
    }

    /** A task whose bodies are given, not found. */
    Task(String name, Signature signature) {
        super(name);
        this.signature = signature;
        this.typeName = Names.checked("task", name);
        this.version = TaskVersion.DEFAULT;
    }

    /** {@return the wire name of what a worker must know to run this task} */
    public final String typeName() {
        return typeName;
    }

    /** {@return the version of the type} */
    @Override
    public final TaskVersion version() {
        return version;
    }

    /** {@return what the bodies take and give} */
    public final Signature signature() {
        return signature;
    }

    @Override
    public final List<Input> executeInputs() {
        return signature.execute();
    }

    @Override
    public final List<Input> revertInputs() {
        return signature.revert();
    }
}
