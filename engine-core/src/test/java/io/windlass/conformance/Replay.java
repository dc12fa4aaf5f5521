package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.engine.Engine;
import io.windlass.failure.AmbiguousDependencyException;
import io.windlass.failure.DependencyException;
import io.windlass.failure.DuplicateException;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.failure.NotFoundException;
import io.windlass.failure.WindlassException;
import io.windlass.flow.Flow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.RunThreads;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One recorded case: runs it and tells, in the recording's own form, what happened. */
final class Replay implements FlowListener {
    private final JsonNode recorded;
    private final ScriptedTasks tasks = new ScriptedTasks();
    private final MemoryPersistence persistence = new MemoryPersistence();
    private final RunThreads threads;
    private final ObjectNode actual = Values.mapper().createObjectNode();
    private final ArrayNode flowStates = Values.mapper().createArrayNode();
    private final ObjectNode atomStates = Values.mapper().createObjectNode();
    private final AtomicReference<Engine> engine = new AtomicReference<>();

    Replay(JsonNode recorded, RunThreads threads) {
        this.recorded = recorded;
        this.threads = threads;
    }

    @Override
    public void flowChanged(FlowChanged change) {
        flowStates.add(change.to().name());
    }

    @Override
    public void atomChanged(AtomChanged change) {
        atomStates.withArray(change.atom()).add(change.to().name());
    }

    /** {@return what happened, with exactly the fields that a recording has} */
    ObjectNode run() {
        Flow flow;
        try {
            flow = new RecordedFlow(tasks).build(recorded.path("flow"));
        } catch (WindlassException e) {
            return rejected(e, "definition");
        }
        UUID id = UUID.randomUUID();
        try (persistence) {
            StoredFlow stored = recorded.has("resume_from") ? store(id, recorded.path("resume_from")) : null;
            Engine first = build(flow, id, stored);
            JsonNode raised = run(first);
            describe(flow, id, raised);
            return actual;
        } catch (WindlassException e) {
            return rejected(e, "preparation");
        }
    }

    private Engine build(Flow flow, UUID id, @Nullable StoredFlow stored) {
        Engine.Builder builder = Engine.builder(flow)
                .id(id)
                .persistence(persistence)
                .threads(threads)
                .listener(this);
        recorded.path("store").properties().forEach(e -> builder.store(e.getKey(), natural(e.getValue())));
        builder.neverResolve(recorded.path("options").path("never_resolve").asBoolean(false));
        if (stored != null) {
            builder.resume(stored);
        }
        Engine built = builder.build();
        engine.set(built);
        return built;
    }

    private static @Nullable Object natural(JsonNode node) {
        return Values.read(Values.of(node), Object.class);
    }

    private static JsonNode run(Engine engine) {
        ObjectNode raised = Values.mapper().createObjectNode();
        try {
            engine.run();
            return Values.mapper().nullNode();
        } catch (FlowFailedException e) {
            List<Failure> failures = e.failures();
            Failure only = failures.get(0);
            if (failures.size() == 1 && only.exception() != null) {
                return raised.put("failure", only.message());
            }
            failures.stream().map(Failure::message).sorted().forEach(raised.withArray("wrapped")::add);
            return raised;
        }
    }

    private StoredFlow store(UUID id, JsonNode dead) {
        Map<String, Value> store = new HashMap<>();
        recorded.path("store").properties().forEach(e -> store.put(e.getKey(), Values.of(e.getValue())));
        List<AtomChange> atoms = new ArrayList<>();
        for (JsonNode atom : dead.path("atoms")) {
            atoms.add(new AtomChange(storedAtom(atom), true));
        }
        String name = recorded.path("flow").path("name").asText();
        FlowState state = FlowState.valueOf(dead.path("flow_state").asText());
        FlowRecord record = new FlowRecord(id, name, state, store, 0);
        persistence
                .save(new FlowChange(record, true, atoms, List.of()))
                .toCompletableFuture()
                .join();
        return persistence.load(id).orElseThrow();
    }

    private static StoredAtom storedAtom(JsonNode atom) {
        AtomState state = AtomState.valueOf(atom.path("state").asText());
        int started = state == AtomState.PENDING ? 0 : 1;
        return new StoredAtom(
                atom.path("name").asText(),
                AtomKind.TASK,
                "1.0",
                state,
                Intention.valueOf(atom.path("intention").asText()),
                started,
                started,
                atom.path("results").isNull() ? null : Values.of(atom.path("results")),
                failure(atom.path("failure")),
                failure(atom.path("revert_failure")),
                null,
                null);
    }

    private static @Nullable Value failure(JsonNode message) {
        return message.isNull()
                ? null
                : Failures.write(Failure.of(List.of("java.lang.Exception"), message.asText(), "", List.of()));
    }

    private static ObjectNode rejected(WindlassException e, String at) {
        String kind = e instanceof MissingDependenciesException
                ? "MissingDependencies"
                : e instanceof AmbiguousDependencyException
                        ? "AmbiguousDependency"
                        : e instanceof DependencyException
                                ? "DependencyFailure"
                                : e instanceof DuplicateException ? "Duplicate" : e.toString();
        return Values.mapper().createObjectNode().put("rejected", kind).put("at", at);
    }

    private void describe(Flow flow, UUID id, JsonNode raised) {
        StoredFlow stored = persistence.load(id).orElseThrow();
        Compilation compilation = Compiler.compile(flow);
        actual.set("flow_states", flowStates);
        actual.set("atom_states", atomStates);
        actual.set("raised", raised);
        actual.put("flow_state", stored.flow().state().name());
        Map<String, StoredAtom> byName = new HashMap<>();
        stored.atoms().forEach(atom -> byName.put(atom.name(), atom));
        ObjectNode finals = actual.putObject("final");
        ObjectNode results = Values.mapper().createObjectNode();
        recorded.path("store").properties().forEach(e -> results.set(e.getKey(), e.getValue()));
        for (int node : compilation.atoms()) {
            String name = compilation.task(node).name();
            finals.set(name, finalOf(byName.get(name)));
        }
        for (String symbol : compilation.scopes().symbols()) {
            fetch(compilation, byName, symbol, results);
        }
        actual.set("results", results);
        ArrayNode calls = actual.putArray("calls");
        tasks.calls().forEach(calls::add);
    }

    private static ObjectNode finalOf(@Nullable StoredAtom atom) {
        ObjectNode node = Values.mapper().createObjectNode().put("type", "task");
        if (atom == null) {
            return node.put("state", "PENDING");
        }
        node.put("state", atom.state().name());
        node.set("failure", message(atom.failure()));
        node.set("revert_failure", message(atom.revertFailure()));
        Value result = atom.result();
        node.set("results", result == null ? Values.mapper().nullNode() : Values.tree(result));
        return node;
    }

    private static JsonNode message(@Nullable Value failure) {
        return failure == null
                ? Values.mapper().nullNode()
                : Values.mapper()
                        .getNodeFactory()
                        .textNode(Failures.read(failure).message());
    }

    /** What can be fetched under a name: as TaskFlow, a failed provider of a whole value shows its failure. */
    private void fetch(Compilation compilation, Map<String, StoredAtom> atoms, String symbol, ObjectNode results) {
        List<JsonNode> all = new ArrayList<>();
        if (results.has(symbol)) {
            all.add(results.get(symbol));
        }
        for (int node : compilation.scopes().providersOf(symbol)) {
            StoredAtom atom = atoms.get(compilation.task(node).name());
            boolean whole = recordedProvides(
                            recorded.path("flow"), compilation.task(node).name())
                    .isTextual();
            if (atom != null && whole && atom.failure() != null && atom.state() != AtomState.PENDING) {
                all.add(Values.mapper().createObjectNode().set("failure", message(atom.failure())));
            }
        }
        try {
            Objects.requireNonNull(engine.get())
                    .results(symbol, Object.class)
                    .forEach(value -> all.add(Values.tree(Values.write(value))));
            if (results.has(symbol)) {
                all.remove(0);
            }
        } catch (NotFoundException e) {
            // nothing under that name but perhaps failures
        }
        if (all.size() == 1) {
            results.set(symbol, all.get(0));
        } else if (!all.isEmpty()) {
            ArrayNode list = Values.mapper().createArrayNode();
            all.forEach(list::add);
            results.set(symbol, list);
        }
    }

    private static JsonNode recordedProvides(JsonNode flow, String task) {
        for (JsonNode child : flow.path("children")) {
            JsonNode found = child.has("kind") ? recordedProvides(child, task) : child.path("provides");
            if (child.has("kind")
                    ? !found.isMissingNode()
                    : child.path("name").asText().equals(task)) {
                return found;
            }
        }
        return Values.mapper().missingNode();
    }
}
