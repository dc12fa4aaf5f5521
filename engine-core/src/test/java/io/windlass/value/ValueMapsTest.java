package io.windlass.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ValueMapsTest {
    @Test
    void valuesKeepTheirText() {
        Map<String, Value> store = Map.of(
                "a", new Value("1.50"),
                "b", new Value("-1e+3"),
                "c \"\\ \u0000", new Value("{ \"x\" : [1, 2 ] }"),
                "d", new Value("\"\\u0000,}\""),
                "e", new Value("true"),
                "f", new Value("[]"),
                "g", Value.NULL,
                "h", new Value("\"" + "é,".repeat(40_000) + "\""));
        assertThat(ValueMaps.read(ValueMaps.write(store))).isEqualTo(store);
        assertThat(ValueMaps.read("{}")).isEmpty();
    }

    @Property(tries = 200)
    void whateverIsWrittenReadsBack(@ForAll @Size(max = 8) Map<String, List<Double>> input) {
        Map<String, Value> store = new HashMap<>();
        input.forEach((name, numbers) -> store.put(name, Values.write(numbers)));
        assertThat(ValueMaps.read(ValueMaps.write(store))).isEqualTo(store);
    }
}
