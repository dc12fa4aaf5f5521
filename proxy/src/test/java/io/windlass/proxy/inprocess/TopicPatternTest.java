package io.windlass.proxy.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {
    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true",
        "a.b, a.c, false",
        "a.*, a.b, true",
        "a.*, a, false",
        "a.*, a.b.c, false",
        "#, a.b.c, true",
        "a.#, a, true",
        "a.#.d, a.d, true",
        "a.#.d, a.b.c.d, true",
        "a.#.d, a.b.c, false",
        "*.#, a, true",
        "#.#, a, true"
    })
    void matchesAsAmqpDoes(String pattern, String key, boolean matches) {
        assertThat(TopicPattern.matches(pattern, key)).isEqualTo(matches);
    }
}
