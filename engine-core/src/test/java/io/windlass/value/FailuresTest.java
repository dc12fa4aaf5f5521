package io.windlass.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The dictionary form of failures. */
class FailuresTest {
    /** As TaskFlow 5.0 writes it. */
    private static final String OF_TASKFLOW = """
            {"exception_str": "6", "traceback_str": "  File \\"a.py\\", line 7, in <module>\\n",
             "exc_type_names": ["RuntimeError", "Exception"], "version": 1, "exc_args": [6],
             "causes": [{"exception_str": "root", "traceback_str": "", "exc_type_names": ["SystemExit", "BaseException"],
                         "version": 1, "exc_args": ["root"], "causes": []}]}""";

    private final Failure failure = Failure.of(new IOException("outer", new IllegalStateException("inner")));

    private static void refused(Consumer<ObjectNode> change, String... says) {
        ObjectNode node = Failures.toTree(Failure.of(new IOException("x", new IllegalStateException("y"))));
        change.accept(node);
        assertThatThrownBy(() -> Failures.read(Values.of(node)))
                .isInstanceOf(InvalidFormatException.class)
                .message()
                .startsWith("not a failure: ")
                .contains(says);
    }

    @Test
    void itHasTheFieldsOfTaskFlowsVersionOne() {
        ObjectNode node = Failures.toTree(failure);
        assertThat(node.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "exception_str", "traceback_str", "exc_type_names", "version", "exc_args", "causes");
        assertThat(node.get("version").intValue()).isEqualTo(1);
        assertThat(node.get("exception_str").textValue()).isEqualTo("outer");
        assertThat(node.get("traceback_str").textValue()).startsWith("java.io.IOException: outer");
        assertThat(node.get("exc_args")).isEmpty();
        assertThat(node.get("causes").get(0).get("exception_str").textValue()).isEqualTo("inner");
    }

    /** TaskFlow refuses any other, in causes too. */
    @Test
    void theTypeNamesEndWithException() {
        ObjectNode node = Failures.toTree(failure);
        assertThat(node.get("exc_type_names"))
                .extracting(name -> name.textValue())
                .containsExactly("java.io.IOException", "java.lang.Exception", "java.lang.Throwable", "Exception");
        assertThat(node.get("causes").get(0).get("exc_type_names"))
                .extracting(name -> name.textValue())
                .endsWith("Exception");
    }

    @Test
    void whatWasWrittenReadsBackEqual() {
        Failure read = Failures.read(Failures.write(failure));
        assertThat(read).isEqualTo(failure);
        assertThat(read.exception()).isNull();
        assertThat(read.causes().get(0).is(IllegalStateException.class)).isTrue();
    }

    @Test
    void whatTaskFlowWroteIsRead() {
        Failure read = Failures.read(new Value(OF_TASKFLOW));
        assertThat(read.typeNames()).containsExactly("RuntimeError", "Exception");
        assertThat(read.message()).isEqualTo("6");
        assertThat(read.stackTrace()).contains("a.py");
        assertThat(read.causes())
                .singleElement()
                .satisfies(cause -> assertThat(cause.is("SystemExit")).isTrue());
    }

    @Test
    void argumentsAndCausesMayBeLeftOut() {
        ObjectNode node = Failures.toTree(Failure.of(new IOException("x")));
        node.remove(List.of("exc_args", "causes"));
        assertThat(Failures.read(Values.of(node)).message()).isEqualTo("x");
    }

    @Test
    void anotherVersionIsRefused() {
        refused(node -> node.put("version", 2), "version must be 1");
        refused(node -> node.put("version", "1"), "version must be 1");
        refused(node -> node.put("version", 1.5), "version must be 1");
        refused(node -> node.remove("version"), "version must be 1");
    }

    @Test
    void anUnknownFieldIsRefused() {
        refused(node -> node.put("colour", "red"), "colour is not known");
    }

    @Test
    void aFieldOfAnotherTypeIsRefusedByItsName() {
        refused(node -> node.put("exception_str", 1), "exception_str must be a string");
        refused(node -> node.remove("exception_str"), "exception_str must be a string");
        refused(node -> node.putNull("traceback_str"), "traceback_str must be a string");
        refused(node -> node.put("exc_args", "x"), "exc_args must be a list");
        refused(node -> node.putObject("causes"), "causes must be a list");
        refused(node -> node.put("exc_type_names", "E"), "exc_type_names must be a list");
        refused(node -> node.putArray("exc_type_names"), "exc_type_names must name at least one type");
        refused(node -> node.putArray("exc_type_names").add(1), "exc_type_names[0] must be a string");
        refused(node -> node.putArray("exc_type_names").add("a.B"), "exc_type_names must end with", "a.B");
        assertThatThrownBy(() -> Failures.read(new Value("[]")))
                .hasMessage("not a failure: a failure must be a JSON object");
        assertThatThrownBy(() -> Failures.read(new Value("{"))).isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void aCauseThatIsWrongIsRefusedByItsPlace() {
        refused(
                node -> ((ObjectNode) node.get("causes").get(0))
                        .putArray("exc_type_names")
                        .add("B"),
                "causes[0].exc_type_names must end with");
        refused(node -> node.putArray("causes").add(1), "causes[0] must be a JSON object");
    }

    private static Failure nested(int depth) {
        Failure failure = Failure.of(List.of("E"), "innermost", "", List.of());
        for (int i = 1; i < depth; i++) {
            failure = Failure.of(List.of("E"), "", "", List.of(failure));
        }
        return failure;
    }

    @Test
    void causesNestedTooDeepAreRefused() {
        Failure deepest = nested(Failure.MAX_DEPTH);
        assertThat(Failures.read(Failures.write(deepest))).isEqualTo(deepest);
        ObjectNode node = Failures.toTree(Failure.of(new IOException("x")));
        node.putArray("causes").add(Failures.toTree(deepest));
        assertThatThrownBy(() -> Failures.read(Values.of(node)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage("not a failure: a failure has causes nested deeper than " + Failure.MAX_DEPTH);
    }

    @Test
    void moreFailuresThanOneMayConsistOfAreRefused() {
        List<Failure> causes = Collections.nCopies(Failure.MAX_SIZE - 1, nested(1));
        Failure all = Failure.of(List.of("E"), "", "", causes);
        assertThat(Failures.read(Failures.write(all))).isEqualTo(all);
        refused(node -> node.putArray("causes").add(Failures.toTree(all)), "more than " + Failure.MAX_SIZE);
    }

    @Test
    void moreTypeNamesThanOneMayHaveAreRefused() {
        refused(
                node -> {
                    ArrayNode names = ((ObjectNode) node.get("causes").get(0)).putArray("exc_type_names");
                    for (int i = 0; i < 1_000; i++) {
                        names.add("a.B" + i);
                    }
                    names.add("Exception");
                },
                "causes[0]: a failure has more than 200 type names");
    }
}
