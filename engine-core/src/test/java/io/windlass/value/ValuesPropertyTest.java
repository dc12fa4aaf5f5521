package io.windlass.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.windlass.failure.InvalidFormatException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What is written and read without Jackson is what Jackson writes and reads. */
class ValuesPropertyTest {
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(20),
                Arbitraries.strings()
                        .withChars("ab\"\\\n\u0000\u001f \u007f\u2028\ud800é/")
                        .ofMaxLength(8));
    }

    private static void assertAsByJackson(@Nullable Object object, Class<?> type) throws JsonProcessingException {
        String json = Values.mapper().writeValueAsString(object);
        assertThat(Values.write(object, type).json()).isEqualTo(json);
        assertThat(Values.read(new Value(json), type))
                .isEqualTo(Values.mapper().readValue(json, type))
                .isEqualTo(object);
        assertThat(Values.of(Values.mapper().readTree(json)).json()).isEqualTo(json);
        Values.check(new Value(json));
    }

    @Property
    void texts(@ForAll("texts") String text) throws JsonProcessingException {
        assertAsByJackson(text, String.class);
        Value value = Values.write(text);
        assertThat(Values.read(value, Values.mapper().constructType(String.class)))
                .isEqualTo(text);
        assertThat(Values.read(new Value(" " + value.json() + "\n"), String.class))
                .isEqualTo(text);
    }

    @Property
    void numbersAndTruths(@ForAll int small, @ForAll long large, @ForAll boolean truth) throws JsonProcessingException {
        assertAsByJackson(small, Integer.class);
        assertAsByJackson(large, Long.class);
        assertAsByJackson(truth, Boolean.class);
        assertAsByJackson(null, Object.class);
    }

    @Property
    void listsOfThem(@ForAll("texts") String text, @ForAll long number) throws JsonProcessingException {
        assertAsByJackson(new ArrayList<>(List.of(text, number, true)), Object.class);
    }

    @Example
    void whatIsNotOneTextOfJsonIsRefused() {
        for (String broken :
                List.of("", " ", "{", "[1,]", "\"", "\"a\"b\"", "1 2", "{\"a\":1,\"a\":2}", "[1] x", "nul")) {
            assertThatThrownBy(() -> Values.check(new Value(broken)))
                    .as(broken)
                    .isInstanceOf(InvalidFormatException.class);
        }
        for (String whole : List.of("{\"a\":[1,{\"b\":null}]}", " 1 ", "\"x\"", "null")) {
            Values.check(new Value(whole));
        }
        assertThatThrownBy(() -> Values.read(new Value("\"a\"b\""), String.class))
                .isInstanceOf(InvalidFormatException.class);
    }
}
