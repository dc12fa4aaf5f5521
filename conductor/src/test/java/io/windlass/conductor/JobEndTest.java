package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.failure.Failure;
import io.windlass.failure.FencedException;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.failure.NotFoundException;
import io.windlass.failure.QueuedTimeoutException;
import io.windlass.failure.RunTimeoutException;
import io.windlass.failure.StorageException;
import io.windlass.failure.WrappedFailureException;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** TaskFlow's rules. */
class JobEndTest {
    private static final Failure STORE = Failure.of(new StorageException("away"));
    private static final Failure TASK = Failure.of(new IllegalArgumentException("bad"));

    private static JobEnd after(Failure... failures) {
        return JobEnd.of(new FlowFailedException(UUID.randomUUID(), "f", "REVERTED", List.of(failures)));
    }

    @Test
    void whatEndedIsConsumedAndWhatIsSuspendedIsAbandoned() {
        assertThat(JobEnd.of(FlowState.SUCCESS)).isEqualTo(JobEnd.CONSUME);
        assertThat(JobEnd.of(FlowState.REVERTED)).isEqualTo(JobEnd.CONSUME);
        assertThat(JobEnd.of(FlowState.FAILURE)).isEqualTo(JobEnd.CONSUME);
        assertThat(JobEnd.of(FlowState.SUSPENDED)).isEqualTo(JobEnd.ABANDON);
    }

    @Test
    void failuresOfTheMachineryAbandon() {
        assertThat(List.of(
                        new StorageException("x"),
                        new FencedException("x"),
                        new InvalidStateException("x"),
                        new QueuedTimeoutException("x"),
                        new RunTimeoutException("x")))
                .allMatch(error -> JobEnd.of(error) == JobEnd.ABANDON);
    }

    @Test
    void otherErrorsConsume() {
        assertThat(List.of(
                        new IllegalStateException("x"),
                        new NotFoundException("x"),
                        new MissingDependenciesException("x", Map.of())))
                .allMatch(error -> JobEnd.of(error) == JobEnd.CONSUME);
    }

    @Test
    void ofSeveralFailuresAllMustBeOfTheMachineryToAbandon() {
        assertThat(after(STORE)).isEqualTo(JobEnd.ABANDON);
        assertThat(after(STORE, STORE)).isEqualTo(JobEnd.ABANDON);
        assertThat(after(STORE, TASK)).isEqualTo(JobEnd.CONSUME);
        assertThat(after(TASK)).isEqualTo(JobEnd.CONSUME);
        assertThat(JobEnd.of(new WrappedFailureException(List.of()))).isEqualTo(JobEnd.CONSUME);
    }

    @Test
    void failuresOfOtherProcessesAreKnownByTheirNames() {
        assertThat(after(Failure.of(List.of("io.windlass.remote.NoWorkerException"), "", "", List.of())))
                .isEqualTo(JobEnd.ABANDON);
        assertThat(after(Failure.of(List.of("taskflow.exceptions.RequestTimeout"), "", "", List.of())))
                .isEqualTo(JobEnd.CONSUME);
    }
}
