package io.windlass.persistence;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What people want done with flows, beside the flows of one {@link Persistence}. An operation is kept when it is asked
 * for; the process that owns its flow carries it out and finishes it. Thread-safe.
 */
public interface OperationStore {
    /**
     * Keeps an operation, open or refused; the same one again changes nothing. Committed on return. Where the flow's owner
     * runs it, that hears of it soon.
     *
     * @throws io.windlass.failure.NotFoundException when there is no such flow
     */
    void put(FlowOperation operation);

    /**
     * Finishes an operation, if it is open and this process owns its flow. Committed on return.
     *
     * @return whether it was; false also when it was finished by a call before whose answer was lost
     */
    boolean finish(FlowOperation finished);

    /** {@return all operations on a flow, in the order in which they were kept} */
    List<FlowOperation> of(UUID flow);

    /** {@return the open operations on flows that this process owns, in the order in which they were kept} */
    List<FlowOperation> open();

    /**
     * Tells somebody who runs a flow in this process of the open operations on it, within a second and again until
     * they are finished; one for each flow, the newest. Called on threads of the store's or of whoever asks: must not block.
     *
     * @return what ends that
     */
    Runnable attend(UUID flow, Consumer<FlowOperation> attendant);

    /** {@return whether somebody in this process runs the flow} */
    boolean isAttended(UUID flow);
}
