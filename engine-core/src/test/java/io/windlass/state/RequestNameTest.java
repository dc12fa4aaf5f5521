package io.windlass.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** One name has one text and one text has one name, whatever the atom is called. */
class RequestNameTest {
    private static final UUID FLOW = UUID.fromString("0123abcd-4567-89ef-0000-00000000000f");
    private static final String TEXT = FLOW + "/a/execute/1/1";

    @Provide
    Arbitrary<RequestName> names() {
        Arbitrary<String> atoms = Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(20),
                Arbitraries.strings().withChars("/1ae-\u0661").ofMaxLength(10),
                Arbitraries.of("/", "//", "a/execute/1/1", "/revert/2/3", FLOW + "/a", TEXT, "a/execute", "/1"));
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        atoms,
                        Arbitraries.of(Action.class),
                        numbers(),
                        numbers())
                .as((high, low, atom, action, round, attempt) ->
                        new RequestName(new UUID(high, low), atom, action, round, attempt));
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.integers().greaterOrEqual(1);
    }

    /** Names and what is nearly one: a character is another, missing or too much. */
    @Provide
    Arbitrary<String> texts() {
        return Combinators.combine(
                        names(),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.of(
                                "", "/", "0", "1", "-", "+", "A", "f", "g", "\u0661", "\uff11", " ", "99999999999"),
                        Arbitraries.integers().between(0, 1))
                .as((name, place, inserted, taken) -> {
                    String text = name.toString();
                    int at = (int) (place * (text.length() - 1));
                    return text.substring(0, at) + inserted + text.substring(at + taken);
                });
    }

    @Property
    void whatIsWrittenIsRead(@ForAll("names") RequestName name) {
        assertThat(RequestName.parse(name.toString())).isEqualTo(name).hasSameHashCodeAs(name);
    }

    /** So no two texts are one name, and no name can be read from another's text. */
    @Property
    void whatIsReadIsWrittenSo(@ForAll("texts") String text) {
        RequestName name;
        try {
            name = RequestName.parse(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(name.toString()).isEqualTo(text);
        assertThat(name.round()).isPositive();
        assertThat(name.attempt()).isPositive();
    }

    @Example
    void whatIsNoNameIsRefused() {
        List<String> others = List.of(
                "",
                "/",
                "////",
                "x",
                FLOW.toString(),
                FLOW + "/",
                FLOW + "/execute/1/1",
                TEXT.substring(1),
                "x" + TEXT,
                TEXT.toUpperCase(java.util.Locale.ROOT),
                TEXT.replace('b', 'B'),
                TEXT.replace('b', 'g'),
                TEXT.replaceFirst("-", "0"),
                TEXT.replace("execute", "EXECUTE"),
                TEXT.replace("execute", ""),
                TEXT + "/",
                TEXT + " ",
                TEXT + "x",
                FLOW + "/a/execute//1",
                FLOW + "/a/execute/1/",
                FLOW + "/a/execute/0/1",
                FLOW + "/a/execute/1/0",
                FLOW + "/a/execute/01/1",
                FLOW + "/a/execute/+1/1",
                FLOW + "/a/execute/1/-1",
                FLOW + "/a/execute/1/2147483648",
                FLOW + "/a/execute/1/9999999999999999999999",
                FLOW + "/a/execute/1/1\u0661");
        assertThat(others)
                .allSatisfy(text ->
                        assertThatThrownBy(() -> RequestName.parse(text)).isInstanceOf(IllegalArgumentException.class));
        assertThat(RequestName.parse(TEXT)).isEqualTo(new RequestName(FLOW, "a", Action.EXECUTE, 1, 1));
    }

    @Example
    void namesThatDifferInOnePartAreNotEqual() {
        RequestName name = RequestName.parse(TEXT);
        List<RequestName> others = List.of(
                new RequestName(new UUID(1, 2), "a", Action.EXECUTE, 1, 1),
                new RequestName(FLOW, "b", Action.EXECUTE, 1, 1),
                new RequestName(FLOW, "a", Action.REVERT, 1, 1),
                new RequestName(FLOW, "a", Action.EXECUTE, 2, 1),
                new RequestName(FLOW, "a", Action.EXECUTE, 1, 2));
        assertThat(others).doesNotContain(name).doesNotHaveDuplicates();
        assertThat(name).isNotEqualTo(null).isNotEqualTo(TEXT);
        assertThat(others)
                .extracting(RequestName::hashCode)
                .doesNotContain(name.hashCode())
                .doesNotHaveDuplicates();
    }
}
