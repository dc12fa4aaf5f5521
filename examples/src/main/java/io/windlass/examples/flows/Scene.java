package io.windlass.examples.flows;

import io.windlass.flow.Flow;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;

/**
 * One flow of an example.
 *
 * @param title what happens, in a line
 * @param flow to be run once
 * @param store the values that it is given
 * @param end how it must end
 * @param shown the values that are worth showing in the end
 */
public record Scene(String title, Flow flow, Map<String, Object> store, FlowState end, List<String> shown) {
    public Scene {
        store = Map.copyOf(store);
        shown = List.copyOf(shown);
    }

    /** A flow that needs nothing and must end like that. */
    static Scene of(String title, Flow flow, FlowState end) {
        return new Scene(title, flow, Map.of(), end, List.of());
    }

    /** {@return the same with values for the flow} */
    Scene given(Map<String, Object> values) {
        return new Scene(title, flow, values, end, shown);
    }

    /** {@return the same with values to show in the end} */
    Scene showing(String... values) {
        return new Scene(title, flow, store, end, List.of(values));
    }
}
