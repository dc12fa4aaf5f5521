package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private final TaskPlace place;
    private @Nullable Duration runTimeout;
    private Attempts attempts = Attempts.ONE;
    private boolean atMostOnce;

    /**
     * A task named after its class, of the type that {@link TaskType} says.
     *
     * @throws io.windlass.failure.DefinitionException when execute or revert are not as they should be; says what to do
     */
    protected Task() {
        TaskType type = getClass().getAnnotation(TaskType.class);
        this.signature = Reflection.signatureOf(getClass());
        this.typeName = type == null || type.value().isEmpty()
                ? getClass().getName()
                : Names.checked("task type", type.value());
        this.version = type == null ? TaskVersion.DEFAULT : TaskVersion.of(type.version());
        this.place = TaskPlace.ANYWHERE;
    }

    /** A task whose bodies are given, not found. */
    Task(String type, TaskVersion version, Signature signature, TaskPlace place) {
        super(Names.checked("task", type));
        this.signature = signature;
        this.typeName = type;
        this.version = version;
        this.place = place;
    }

    /**
     * Called before execute, where that runs. Does nothing unless overridden.
     *
     * @throws Exception to fail the task: execute is not called then
     */
    public void preExecute() throws Exception {}

    /**
     * Called after execute and what it returned is written, where that runs: whether or not it, or
     * {@link #preExecute}, has failed. Not called when execute could not be given its inputs. Does nothing unless
     * overridden.
     *
     * @throws Exception to fail the task; when that has failed already it is added to that failure as suppressed
     */
    public void postExecute() throws Exception {}

    /**
     * As {@link #preExecute}, for revert; called also when the task has none.
     *
     * @throws Exception to fail the revert, which is not called then
     */
    public void preRevert() throws Exception {}

    /**
     * As {@link #postExecute}, for revert; called also when the task has none.
     *
     * @throws Exception to fail the revert
     */
    public void postRevert() throws Exception {}

    /** {@return in which processes its bodies can run} */
    public final TaskPlace place() {
        return place;
    }

    /**
     * Gives it up when one run of execute or revert takes longer on a worker: it fails then, and what the run still
     * brings is dropped. Counted from what the worker tells in its heartbeats. Local executors do not look at it.
     *
     * @param timeout longer than zero; default: no limit
     */
    public final Task runTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new DefinitionException(this + ": a run timeout of " + timeout + " is not longer than zero");
        }
        this.runTimeout = timeout;
        return this;
    }

    /** {@return how long one run may take on a worker; empty when that is not limited} */
    public final Optional<Duration> runTimeout() {
        return Optional.ofNullable(runTimeout);
    }

    /**
     * Tries execute again when it fails, without undoing anything in between; only what fails in the end has failed
     * for the flow. Waiting holds no thread and outlives the process.
     *
     * @param policy how often, and how long to wait between; default: {@link Attempts#ONE}
     * @throws DefinitionException when the task runs at most once
     */
    public final Task attempts(Attempts policy) {
        this.attempts = policy;
        checkOnce();
        return this;
    }

    /**
     * Has execute start at most once in a round, whatever dies. Where it is not known what came of a start, the task
     * fails with a {@link io.windlass.failure.MayHaveRunException} instead of being started again. A worker has to ask
     * the engine, which records the start first, so each run costs a write and a message each way. A retry
     * controller's next round may start it again; revert is not concerned. Default: at least once.
     *
     * @throws DefinitionException when it is to be tried again when it fails ({@link #attempts})
     */
    public final Task atMostOnce() {
        this.atMostOnce = true;
        checkOnce();
        return this;
    }

    /** {@return whether execute starts at most once in a round} */
    public final boolean isAtMostOnce() {
        return atMostOnce;
    }

    private void checkOnce() {
        if (atMostOnce && attempts.most() > 1) {
            throw new DefinitionException(this + " runs at most once and cannot be tried again: take attempts away, or"
                    + " put a retry controller around it, whose rounds are each a run of their own");
        }
    }

    /** {@return how often execute is tried} */
    public final Attempts attempts() {
        return attempts;
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
