package io.windlass.retry;

import io.windlass.atom.Atom;
import io.windlass.atom.Backoff;
import io.windlass.atom.FlowFailures;
import io.windlass.atom.Input;
import io.windlass.atom.Inputs;
import io.windlass.atom.TaskVersion;
import io.windlass.failure.DefinitionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Controls a flow, after TaskFlow's retry: runs before the flow's children, is asked when one of them fails, nested
 * ones without a controller of their own included, and may have them undone and done again. Given to the flow when
 * that is made; one object controls one flow. Named after its flow unless it is given a name.
 *
 * <p>Its methods run in the engine's process, on a thread for user code, one at a time for each run.
 */
public abstract class Retry extends Atom<Retry> {
    private static final String UNNAMED = "(retry)";

    private final List<Input> inputs;
    private Backoff backoff = Backoff.NONE;

    /**
     * A controller whose methods take the same inputs.
     *
     * @throws DefinitionException when one is not to be looked up by name
     */
    protected Retry(Input... inputs) {
        super(UNNAMED);
        this.inputs = List.of(inputs);
        for (Input input : inputs) {
            if (input.role() != Input.Role.REQUIRED && input.role() != Input.Role.OPTIONAL) {
                throw new DefinitionException(
                        "a retry's input '" + input.name() + "' must be required or optional, not " + input.role());
            }
        }
    }

    /**
     * Begins a round.
     *
     * @param history the rounds before
     * @return what the flow's children may see under the provided name in this round
     * @throws Exception to fail: the controller of the enclosing flow is asked then, never this one
     */
    public abstract @Nullable Object execute(History history, Inputs given) throws Exception;

    /**
     * Decides what becomes of a failure, which is in the newest round of the history.
     *
     * @throws Exception to end the run in FAILURE, nothing undone
     */
    public abstract Decision onFailure(History history, Inputs given) throws Exception;

    /**
     * Undoes what execute did in all rounds; called when the flow is undone for good, not between rounds. Does
     * nothing unless overridden.
     *
     * @throws Exception when that is not possible: the run ends in FAILURE
     */
    public void revert(History history, Inputs given, FlowFailures failures) throws Exception {}

    /**
     * Waits before each round but the first, once the round before is undone. Waiting holds no thread and outlives the
     * process.
     *
     * @param wait how long; default: {@link Backoff#NONE}
     */
    public final Retry waiting(Backoff wait) {
        this.backoff = wait;
        return this;
    }

    /** {@return how long each round but the first waits} */
    public final Backoff backoff() {
        return backoff;
    }

    /** Names it after its flow, unless it has a name. For flows. */
    public final void nameAfter(String flow) {
        if (name().equals(UNNAMED)) {
            named(flow + "_retry");
        }
    }

    /** {@return 1.0: only tasks have versions} */
    @Override
    public final TaskVersion version() {
        return TaskVersion.DEFAULT;
    }

    @Override
    public final List<Input> executeInputs() {
        return inputs;
    }

    @Override
    public final List<Input> revertInputs() {
        return inputs;
    }
}
