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
    private @Nullable Duration queuedTimeout;
    private @Nullable Duration timeout;
    private Attempts attempts = Attempts.ONE;
    private boolean atMostOnce;
    private boolean interruptible;
    private boolean compensatesOrphans;

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
     * Gives it up when one run of execute or revert takes longer: it fails then with a
     * {@link io.windlass.failure.RunTimeoutException}, the body is told to end, and what it still
     * brings does not count. Counted from what the worker tells in its heartbeats; in this process, where only the parallel
     * executor looks at it, from the start of the body.
     *
     * @param limit longer than zero; default: what the executor says
     */
    public final Task runTimeout(Duration limit) {
        this.runTimeout = positive("run timeout", limit);
        return this;
    }

    /** {@return how long one run may take; empty when the executor says it} */
    public final Optional<Duration> runTimeout() {
        return Optional.ofNullable(runTimeout);
    }

    /**
     * Gives an attempt of execute up when no worker is known to have started it for so long after it was recorded as to
     * be started, since all that serve it are busy: it fails then with a
     * {@link io.windlass.failure.QueuedTimeoutException}, and may be tried again as after any failure.
     * Reverts wait for as long as it takes. Local executors do not look at it.
     *
     * @param limit longer than zero, by the store's clock; default: what the executor says
     */
    public final Task queuedTimeout(Duration limit) {
        this.queuedTimeout = positive("queued timeout", limit);
        return this;
    }

    /** {@return how long an attempt may wait for a busy worker; empty when the executor says it} */
    public final Optional<Duration> queuedTimeout() {
        return Optional.ofNullable(queuedTimeout);
    }

    /**
     * Gives execute up when it takes longer, with all its attempts and the waits before and between them: it fails then
     * with a {@link io.windlass.failure.TaskTimeoutException}, and is not tried again but by a retry controller, whose
     * next round has its time anew. A body that runs is told to end; what it still brings does not count. Reverts are not
     * limited.
     *
     * @param limit longer than zero, by the store's clock, from the start of the first attempt in a round on, also while
     *     no process runs the flow; default: what the engine says
     */
    public final Task timeout(Duration limit) {
        this.timeout = positive("timeout", limit);
        return this;
    }

    /** {@return how long execute may take with all its attempts; empty when the engine says it} */
    public final Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    private Duration positive(String what, Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new DefinitionException(this + ": a " + what + " of " + limit + " is not longer than zero");
        }
        return limit;
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

    /**
     * Has what a run of execute did undone when the run succeeded beside the one that is recorded, as two may of a task
     * that runs at least once: revert is called once more, with that run's result as its outcome. Valid only where each
     * run makes a separate effect that {@code revert(outcome)} alone identifies, such as a volume with an id of its own:
     * where two runs do the same thing, it would undo what the flow stands on. What revert requires besides is looked up
     * as it is when the flow has ended: what the flow was given is there, what a task provided that was undone is not.
     * Of a task that runs at most once it undoes what a run brings after the task had failed as lost; its revert was
     * called for that failure before. Default: orphans are kept and nothing more.
     *
     * @throws DefinitionException when the task has no revert
     */
    public final Task compensateOrphans() {
        if (signature.revertBody() == null) {
            throw new DefinitionException(this + " has no revert, so nothing can undo what its orphans did: give it a"
                    + " method 'revert', or take compensateOrphans away");
        }
        this.compensatesOrphans = true;
        return this;
    }

    /** {@return whether what its orphans did is undone} */
    public final boolean compensatesOrphans() {
        return compensatesOrphans;
    }

    private void checkOnce() {
        if (atMostOnce && attempts.most() > 1) {
            throw new DefinitionException(this + " runs at most once and cannot be tried again: take attempts away, or"
                    + " put a retry controller around it, whose rounds are each a run of their own");
        }
    }

    /**
     * Has the thread of a body interrupted when it should end, besides what {@link TaskContext#isCancelled} and
     * {@link TaskContext#onCancel} tell. For bodies that wait where an interrupt ends the wait, and do not mind one
     * anywhere else. On a worker it is enough that the flow's task or the worker's says so. Default: no interrupt.
     */
    public final Task interruptible() {
        this.interruptible = true;
        return this;
    }

    /** {@return whether a body that should end is interrupted} */
    public final boolean isInterruptible() {
        return interruptible;
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
