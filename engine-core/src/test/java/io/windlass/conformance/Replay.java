package io.windlass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.compiler.Compiler;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.AmbiguousDependencyException;
import io.windlass.failure.DependencyException;
import io.windlass.failure.DuplicateException;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.failure.WindlassException;
import io.windlass.flow.Flow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.runtime.RunThreads;
import io.windlass.value.Values;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One recorded case: runs it and tells, in the recording's own form, what happened. */
final class Replay implements FlowListener {
    private final JsonNode recorded;
    private final Setting setting;
    private final ScriptedTasks tasks;
    private final ObjectNode actual = Values.mapper().createObjectNode();
    private final ArrayNode flowStates = Values.mapper().createArrayNode();
    private final ObjectNode atomStates = Values.mapper().createObjectNode();
    private final AtomicReference<Engine> engine = new AtomicReference<>();
    private final AtomicInteger notifications = new AtomicInteger();

    /**
     * Where cases are run, any number of them.
     *
     * @param executor null for the engine's own
     */
    record Setting(
            RunThreads threads,
            Persistence persistence,
            @Nullable TaskExecutor executor) {}

    Replay(JsonNode recorded, Setting setting, ScriptedTasks tasks) {
        this.recorded = recorded;
        this.setting = setting;
        this.tasks = tasks;
    }

    @Override
    public void flowChanged(FlowChanged change) {
        flowStates.add(change.to().name());
        notified();
    }

    @Override
    public void atomChanged(AtomChanged change) {
        atomStates.withArray(change.atom()).add(change.to().name());
        notified();
    }

    private void notified() {
        if (notifications.incrementAndGet()
                == recorded.path("suspend_at_notification").asInt(0)) {
            Objects.requireNonNull(engine.get()).suspend();
        }
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
        tasks.begin(id);
        try {
            StoredFlow stored =
                    recorded.has("resume_from") ? ResumePoint.store(setting.persistence(), id, recorded) : null;
            Engine built = build(flow, id, stored);
            engine.set(built);
            JsonNode raised = raisedBy(built::run);
            if (recorded.has("suspend_at_notification")) {
                actual.set("raised_when_suspended", raised);
                actual.put("suspended_in", built.state().name());
                raised = raisedBy(built::rerun);
            }
            actual.set("raised", raised);
            describe(flow, id);
            return actual;
        } catch (WindlassException e) {
            return rejected(e, "preparation");
        }
    }

    private Engine build(Flow flow, UUID id, @Nullable StoredFlow stored) {
        EngineBuilder builder = Engine.builder(flow)
                .id(id)
                .persistence(setting.persistence())
                .threads(setting.threads())
                .listener(this);
        if (setting.executor() != null) {
            builder.executor(setting.executor());
        }
        recorded.path("store").properties().forEach(e -> builder.store(e.getKey(), natural(e.getValue())));
        JsonNode options = recorded.path("options");
        builder.neverResolve(options.path("never_resolve").asBoolean(false));
        builder.deferReverts(options.path("defer_reverts").asBoolean(false));
        return stored == null ? builder.build() : builder.resume(stored).build();
    }

    private static @Nullable Object natural(JsonNode node) {
        return Values.read(Values.of(node), Object.class);
    }

    private static JsonNode raisedBy(Runnable run) {
        ObjectNode raised = Values.mapper().createObjectNode();
        try {
            run.run();
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

    private void describe(Flow flow, UUID id) {
        StoredFlow stored = setting.persistence().load(id).orElseThrow();
        Description description = new Description(Compiler.compile(flow), Objects.requireNonNull(engine.get()), stored);
        actual.set("flow_states", flowStates);
        actual.set("atom_states", atomStates);
        actual.put("flow_state", stored.flow().state().name());
        actual.set("final", description.finals());
        actual.set("results", description.results(recorded.path("store")));
        ArrayNode calls = actual.putArray("calls");
        tasks.calls().forEach(calls::add);
    }
}
