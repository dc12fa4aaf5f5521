package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What workers do for the recorded flows. The engine has tasks without bodies, whose arguments travel by number; the
 * worker finds the script by the flow and the atom of the request.
 */
final class WorkerScripts {
    private static final String TYPE = "conformance.scripted";

    private final Map<UUID, Script> byFlow = new ConcurrentHashMap<>();

    /** {@return the tasks of one more case} */
    ScriptedTasks tasks() {
        return new Script();
    }

    /** {@return what a worker runs} */
    Scripted body() {
        return new Scripted(this);
    }

    private Script script(TaskContext context) {
        return Objects.requireNonNull(byFlow.get(context.request().flow()));
    }

    private final class Script extends ScriptedTasks {
        private final Map<String, JsonNode> nodes = new HashMap<>();

        @Override
        void begin(UUID flow) {
            byFlow.put(flow, this);
        }

        @Override
        Task task(JsonNode node) {
            String name = node.path("name").asText();
            nodes.put(name, node);
            List<String> arguments = arguments(node);
            RemoteTask task = RemoteTask.of(TYPE);
            for (int i = 0; i < arguments.size(); i++) {
                task = task.requires("a" + i, Object.class);
            }
            task.named(name);
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                task.rebind("a" + i, node.path("rebind").path(argument).asText(argument));
                if (node.path("inject").has(argument)) {
                    List<JsonNode> injected = List.of(node.path("inject").path(argument));
                    task.inject("a" + i, naturals(injected).get(0));
                }
            }
            return provides(task, node);
        }

        private JsonNode node(TaskContext context) {
            return Objects.requireNonNull(nodes.get(context.request().atom()));
        }
    }

    @TaskType(TYPE)
    static final class Scripted extends Task {
        private final WorkerScripts scripts;

        private Scripted(WorkerScripts scripts) {
            this.scripts = scripts;
        }

        public Object execute(
                TaskContext context,
                Optional<Object> a0,
                Optional<Object> a1,
                Optional<Object> a2,
                Optional<Object> a3,
                Optional<Object> a4,
                Optional<Object> a5,
                Optional<Object> a6,
                Optional<Object> a7) {
            Script script = scripts.script(context);
            JsonNode node = script.node(context);
            List<String> names = ScriptedTasks.arguments(node);
            List<Optional<Object>> values = new ArrayList<>(List.of(a0, a1, a2, a3, a4, a5, a6, a7));
            return script.execute(node, name -> value(values.get(names.indexOf(name))));
        }

        private static @Nullable Object value(Optional<Object> given) {
            return given.orElse(null);
        }

        public void revert(Outcome<Object> outcome, FlowFailures failures, TaskContext context) {
            Script script = scripts.script(context);
            script.revert(script.node(context), outcome, failures);
        }
    }
}
