package io.windlass.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WrappedFailureTest {
    private final Failure first = Failure.of(new IOException("first"));
    private final Failure second = Failure.of(new IllegalStateException("second"));
    private final Failure third = Failure.of(List.of("ValueError"), "third", "", List.of());

    @Test
    void itHasItsFailuresInOrder() {
        WrappedFailureException wrapped = new WrappedFailureException(List.of(first, second, third));
        assertThat(wrapped.failures()).containsExactly(first, second, third);
        assertThat(wrapped).hasCause(first.exception());
        assertThat(wrapped)
                .hasMessage("WrappedFailure: [Failure: java.io.IOException: first, "
                        + "Failure: java.lang.IllegalStateException: second, Failure: ValueError: third]");
    }

    @Test
    void theFirstFailureThatIsOfAnyTypeAnswers() {
        WrappedFailureException wrapped = new WrappedFailureException(List.of(third, second, first));
        assertThat(wrapped.check(IOException.class, RuntimeException.class)).contains(RuntimeException.class);
        assertThat(wrapped.check(Error.class)).isEmpty();
    }

    @Test
    void wrappedOnesAreUnwrapped() {
        Failure wrapped = Failure.of(new WrappedFailureException(List.of(second, third)));
        assertThat(new WrappedFailureException(List.of(first, wrapped)).failures())
                .containsExactly(first, second, third);
    }

    @Test
    void whatRemainsOfAWrappedOneWithoutItsExceptionStaysWhole() {
        Failure live = Failure.of(new WrappedFailureException(List.of(second, third)));
        Failure read = Failure.of(live.typeNames(), live.message(), live.stackTrace(), live.causes());
        assertThat(new WrappedFailureException(List.of(read)).failures()).containsExactly(read);
    }

    @Test
    void aFailedFlowInATaskIsToldByItsOwnFailures() {
        FlowFailedException inner = new FlowFailedException(UUID.randomUUID(), "inner", "REVERTED", List.of(first));
        FlowFailedException outer =
                new FlowFailedException(UUID.randomUUID(), "outer", "REVERTED", List.of(Failure.of(inner), second));
        assertThat(outer.failures()).containsExactly(first, second);
        assertThat(outer).hasCause(inner).hasMessageContaining("'outer'").hasMessageContaining("'inner'");
        assertThat(outer.check(IOException.class)).contains(IOException.class);
    }
}
