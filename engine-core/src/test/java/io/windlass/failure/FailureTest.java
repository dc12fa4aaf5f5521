package io.windlass.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {
    private final IOException exception = new FileNotFoundException("no such file");
    private final Failure live = Failure.of(exception);
    private final Failure record = Failure.of(List.of("ValueError", "Exception"), "bad", "", List.of());

    @Test
    void ofALiveExceptionItHasTypesMessageStackTraceAndTheException() {
        assertThat(live.typeNames())
                .containsExactly(
                        "java.io.FileNotFoundException",
                        "java.io.IOException",
                        "java.lang.Exception",
                        "java.lang.Throwable",
                        "Exception");
        assertThat(live.message()).isEqualTo("no such file");
        assertThat(live.stackTrace())
                .startsWith("java.io.FileNotFoundException: no such file")
                .contains("at io.windlass.failure.FailureTest");
        assertThat(live.exception()).isSameAs(exception);
        assertThat(live.causes()).isEmpty();
    }

    @Test
    void anExceptionWithoutAMessageHasAnEmptyOne() {
        assertThat(Failure.of(new IllegalStateException()).message()).isEmpty();
    }

    @Test
    void errorsAreFailuresToo() {
        assertThat(Failure.of(new StackOverflowError("deep")).is(Error.class)).isTrue();
    }

    /** Its message cannot be had. */
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void anExceptionWhoseMessageCannotBeHadIsAFailureAllTheSame() {
        Failure failure = Failure.of(new Mute());
        assertThat(failure.is(Mute.class)).isTrue();
        assertThat(failure.message()).isEmpty();
    }

    @Test
    void causesAreToldOutermostFirstAndEndWhereTheyRepeat() {
        Exception inner = new IllegalArgumentException("inner");
        Exception middle = new IllegalStateException("middle", inner);
        inner.initCause(middle);
        Failure failure = Failure.of(new IOException("outer", middle));
        assertThat(failure.causes()).extracting(Failure::message).containsExactly("middle", "inner");
        assertThat(failure.causes()).extracting(Failure::exception).containsExactly(middle, inner);
        assertThat(failure.causes().get(1).is(IllegalArgumentException.class)).isTrue();
    }

    @Test
    void theFirstTypeThatIsAskedForAndFitsIsTheAnswer() {
        assertThat(live.check(RuntimeException.class, IOException.class, FileNotFoundException.class))
                .contains(IOException.class);
        assertThat(live.check(RuntimeException.class)).isEmpty();
        assertThat(live.is(Exception.class)).isTrue();
    }

    @Test
    void typesOfAnotherLanguageAreKnownByTheirNames() {
        assertThat(record.check("KeyError", "ValueError", "Exception")).contains("ValueError");
        assertThat(record.check("KeyError")).isEmpty();
        assertThat(record.is("Exception")).isTrue();
        assertThat(record.is(Exception.class)).isFalse();
    }

    @Test
    void itIsEqualToWhatIsLeftOfItWithoutTheException() {
        Failure read = Failure.of(live.typeNames(), live.message(), live.stackTrace(), live.causes());
        assertThat(read.exception()).isNull();
        assertThat(read).isEqualTo(live).hasSameHashCodeAs(live);
        assertThat(read).isNotEqualTo(Failure.of(live.typeNames(), "another", live.stackTrace(), live.causes()));
    }

    @Test
    void theTypeNamesEndWithExceptionWhateverTheyWereMadeOf() {
        assertThat(Failure.of(List.of("a.B"), "", "", List.of()).typeNames()).containsExactly("a.B", "Exception");
        assertThat(Failure.of(List.of("SystemExit", "BaseException"), "", "", List.of())
                        .typeNames())
                .containsExactly("SystemExit", "BaseException");
        assertThatThrownBy(() -> Failure.of(List.of(), "", "", List.of())).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void noFailureIsLargerThanWhatIsReadBack() {
        Failure failure = record;
        for (int depth = 1; depth < Failure.MAX_DEPTH; depth++) {
            failure = Failure.of(List.of("E"), "", "", List.of(failure));
        }
        Failure deepest = failure;
        assertThatThrownBy(() -> Failure.of(List.of("E"), "", "", List.of(deepest)))
                .isInstanceOf(InvalidFormatException.class);
        Exception chain = new IllegalStateException("innermost");
        for (int i = 0; i < 100; i++) {
            chain = new IllegalStateException("outer", chain);
        }
        assertThat(Failure.of(chain).causes()).hasSizeLessThan(Failure.MAX_DEPTH);
    }

    @Test
    void raisedAgainItIsTheExceptionItself() {
        assertThatThrownBy(live::reraise).isSameAs(exception);
        Error error = new AssertionError("an error");
        assertThatThrownBy(Failure.of(error)::reraise).isSameAs(error);
    }

    @Test
    void raisedAgainWithoutItsExceptionItIsWrapped() {
        assertThatThrownBy(record::reraise)
                .isInstanceOfSatisfying(
                        WrappedFailureException.class,
                        e -> assertThat(e.failures()).containsExactly(record))
                .hasMessage("WrappedFailure: [Failure: ValueError: bad]");
    }

    @Test
    void ofNoFailuresNothingIsRaisedOfOneThatOfMoreAllOfThem() {
        assertThatCode(() -> Failure.reraiseIfAny(List.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> Failure.reraiseIfAny(List.of(live))).isSameAs(exception);
        assertThatThrownBy(() -> Failure.reraiseIfAny(List.of(live, record)))
                .isInstanceOfSatisfying(
                        WrappedFailureException.class,
                        e -> assertThat(e.failures()).containsExactly(live, record))
                .hasCause(exception);
    }

    @Test
    void asTextItIsTypeAndMessageAndAtLengthItsStackTrace() {
        assertThat(live).hasToString("Failure: java.io.FileNotFoundException: no such file");
        assertThat(live.details()).startsWith(live + "\n").contains("at io.windlass.failure.FailureTest");
        assertThat(record.details()).isEqualTo("Failure: ValueError: bad\nStack trace not available.");
    }

    @Test
    void longTextsAreCutAndHalvesOfSurrogatePairsReplaced() {
        String emoji = "\uD83D\uDE00";
        Failure failure = Failure.of(new IllegalStateException("x" + emoji.repeat(Failure.MAX_TEXT)));
        assertThat(failure.message()).hasSize(Failure.MAX_TEXT).endsWith(emoji + "?");
        assertThat(Failure.of(new IllegalStateException("a\uD83Db")).message()).isEqualTo("a?b");
    }
}
