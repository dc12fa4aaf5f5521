package io.windlass.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.failure.Failure;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FailuresPropertyTest {
    /** Any text, halves of surrogate pairs and control characters included. */
    private static final Arbitrary<String> TEXTS = Arbitraries.strings()
            .withCharRange(Character.MIN_VALUE, Character.MAX_VALUE)
            .ofMaxLength(40);

    @Provide
    static Arbitrary<Failure> failures() {
        return nested(4);
    }

    private static Arbitrary<Failure> nested(int depth) {
        Arbitrary<List<Failure>> causes = depth == 0
                ? Arbitraries.just(List.of())
                : nested(depth - 1).list().ofMaxSize(2);
        Arbitrary<List<String>> names = Arbitraries.of("a.B", "c.D", "Exception", "BaseException")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
        return Combinators.combine(names, TEXTS, TEXTS, causes).as(Failure::of);
    }

    /** What is written can be sent and stored: it is Unicode. */
    @Property(tries = 300)
    void everyFailureReadsBackEqual(@ForAll("failures") Failure failure) {
        Value written = Failures.write(failure);
        assertThat(UTF_8.newEncoder().canEncode(written.json())).isTrue();
        assertThat(Failures.read(written)).isEqualTo(failure);
    }

    @Provide
    static Arbitrary<Exception> exceptions() {
        return Arbitraries.recursive(
                () -> TEXTS.map(Exception::new),
                inner -> Combinators.combine(TEXTS, inner).as(Exception::new),
                0,
                30);
    }

    @Property(tries = 100)
    void everyExceptionIsTheSameFailureWhenItIsReadBack(@ForAll("exceptions") Exception exception) {
        Failure failure = Failure.of(exception);
        assertThat(Failures.read(Failures.write(failure))).isEqualTo(failure);
    }
}
