package io.windlass.listener;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import java.util.List;
import java.util.Map;

/** Tasks and runs for the tests of this package. */
final class Flows {
    private Flows() {}

    /** A task that returns its name. */
    static Task task(String name) {
        return Tasks.of(name, List.of(), given -> name);
    }

    /** A task that returns what is nobody's business. */
    static Task secret(String name) {
        return Tasks.of(
                name,
                List.of(Input.in("login", Object.class)),
                given -> Map.of("host", "db1", "keys", List.of(Map.of("password", "hunter2"))));
    }

    /** A task that always fails. */
    static Task failing(String name) {
        return Tasks.of(name, List.of(), given -> {
            throw new IllegalStateException(name + " fails");
        });
    }

    /** Runs to whatever end. */
    static void run(Engine engine) {
        try {
            engine.run();
        } catch (FlowFailedException e) {
            // The tests look at what listeners made of it.
        }
    }
}
