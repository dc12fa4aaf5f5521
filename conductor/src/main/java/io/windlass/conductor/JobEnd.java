package io.windlass.conductor;

import io.windlass.failure.Failure;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.QueuedTimeoutException;
import io.windlass.failure.RunTimeoutException;
import io.windlass.failure.StorageException;
import io.windlass.failure.WrappedFailureException;
import io.windlass.state.FlowState;
import java.util.List;

/** What becomes of a job when the run of its flow has ended: TaskFlow's rules. */
enum JobEnd {
    /** It is done. */
    CONSUME,
    /** Others may try it. */
    ABANDON;

    /**
     * What says nothing about the flow's tasks: TaskFlow's ExecutionFailure, with its RequestTimeout and InvalidState, and
     * StorageFailure. By name, as failures may come from other processes.
     */
    private static final List<String> OF_THE_MACHINERY = List.of(
            StorageException.class.getName(),
            InvalidStateException.class.getName(),
            QueuedTimeoutException.class.getName(),
            RunTimeoutException.class.getName(),
            "io.windlass.remote.NoWorkerException");

    /** After a run that ended in this state, without an exception. */
    static JobEnd of(FlowState state) {
        return state == FlowState.SUSPENDED ? ABANDON : CONSUME;
    }

    /** After a run, or the making of an engine, that threw. */
    static JobEnd of(Throwable error) {
        if (error instanceof WrappedFailureException wrapped) {
            return !wrapped.failures().isEmpty() && wrapped.failures().stream().allMatch(JobEnd::isOfTheMachinery)
                    ? ABANDON
                    : CONSUME;
        }
        return isOfTheMachinery(Failure.of(error)) ? ABANDON : CONSUME;
    }

    private static boolean isOfTheMachinery(Failure failure) {
        return OF_THE_MACHINERY.stream().anyMatch(failure::is);
    }
}
