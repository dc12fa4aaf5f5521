package io.windlass.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Atom;
import io.windlass.atom.Need;
import io.windlass.atom.Outcome;
import io.windlass.atom.Progress;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.NodeKind;
import io.windlass.failure.Failure;
import io.windlass.failure.NotFoundException;
import io.windlass.notify.MetadataWriter;
import io.windlass.persistence.AtomKind;
import io.windlass.retry.History;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of an engine's flow: TaskFlow's storage of an engine. Values are read as fresh objects. Of what is
 * asked for by an atom's name, {@link NotFoundException} tells that there is no such atom.
 *
 * <p>Thread-safe, and usable while a run is under way, from listeners and bodies too: then it shows the run as it is
 * between two of its moves, which may be more than what is stored at that moment. What is written while a run is under
 * way is recorded with the run's next change, when it ends at the latest; without a run, before the call returns, or
 * with the first run of a flow that is not stored yet.
 */
public final class Storage implements MetadataWriter {
    private final Compilation compilation;
    private final FlowStorage storage;
    private final Access access;

    /** How the engine lets others at the state of its flow. */
    interface Access {
        /** {@return what a view shows, taken where nothing changes meanwhile} */
        <T> T look(Supplier<T> view);

        /** Makes a change where nothing else does, and has it recorded. */
        void change(Runnable change);
    }

    Storage(Compilation compilation, FlowStorage storage, Access access) {
        this.compilation = compilation;
        this.storage = storage;
        this.access = access;
    }

    /** {@return the id under which the flow is stored} */
    public UUID flow() {
        return storage.id();
    }

    /** {@return the state of the flow} */
    public FlowState flowState() {
        return access.look(storage::flowState);
    }

    /** {@return the names of all atoms, as they are in the flow} */
    public List<String> atoms() {
        return compilation.atoms().stream()
                .map(node -> compilation.atom(node).name())
                .toList();
    }

    /** {@return what is recorded of an atom} */
    public AtomDetails atom(String name) {
        int node = node(name);
        return access.look(() -> new AtomDetails(
                name,
                isRetry(node) ? AtomKind.RETRY : AtomKind.TASK,
                compilation.atom(node).version().toString(),
                storage.state(node),
                storage.intention(node),
                storage.round(node),
                storage.attempt(node),
                storage.failure(node),
                storage.revertFailure(node),
                storage.due(node)));
    }

    /**
     * Reads a value by its name: of those that there are the one that was given to the flow, else that of the first
     * provider. Which atom may see it does not matter.
     *
     * @return null when the value is null
     * @throws NotFoundException when there is none; names what there is
     */
    public <T> @Nullable T fetch(String name, Class<T> type) {
        return type.cast(read(name, type));
    }

    /** Reads a value of a generic type as {@link #fetch(String, Class)} does. */
    @SuppressWarnings("unchecked") // Jackson read it as exactly this type
    public <T> @Nullable T fetch(String name, TypeReference<T> type) {
        return (T) read(name, type.getType());
    }

    private @Nullable Object read(String name, Type type) {
        Value value = access.look(() -> storage.values()
                .fetch(name)
                .orElseThrow(() -> new NotFoundException("flow '" + compilation.name() + "' has no value '" + name
                        + "' now; " + storage.values().whyNot(name))));
        return Values.read(value, type);
    }

    /** {@return all values under a name: what was given to the flow, then those of its providers; perhaps empty} */
    public <T> List<@Nullable T> fetchAll(String name, Class<T> type) {
        List<@Nullable T> all = new ArrayList<>();
        access.look(() -> storage.values().fetchAll(name))
                .forEach(value -> all.add(type.cast(Values.read(value, type))));
        return all;
    }

    /**
     * {@return every name that has values, with all of them, as JSON's natural types; in place of the one value of a
     * provider that failed its {@link Failure}}
     */
    public Map<String, List<@Nullable Object>> fetchAll() {
        return access.look(() -> {
            Map<String, List<@Nullable Object>> all = new LinkedHashMap<>();
            storage.values().names().forEach(name -> {
                List<@Nullable Object> values = new ArrayList<>();
                storage.values()
                        .shown(name)
                        .forEach(shown ->
                                values.add(shown instanceof Value value ? Values.read(value, Object.class) : shown));
                if (!values.isEmpty()) {
                    all.put(name, values);
                }
            });
            return all;
        });
    }

    /**
     * {@return what became of a task's execute; of a retry's, in its newest round}
     *
     * @throws NotFoundException when nothing has, it is undone, or it was skipped; says which
     */
    public <T> Outcome<T> outcome(String atom, Class<T> type) {
        int node = node(atom);
        return access.look(() -> {
            Failure failure = storage.failure(node);
            if (failure != null) {
                return new Outcome.Failed<>(failure);
            }
            Value result = storage.values()
                    .result(node)
                    .orElseThrow(
                            () -> new NotFoundException("'" + atom + "' has no result: it is " + storage.state(node)));
            return new Outcome.Succeeded<>(type.cast(Values.read(result, type)));
        });
    }

    /**
     * {@return what a retry has been through}
     *
     * @throws NotFoundException when the flow has no such retry
     */
    public History history(String retry) {
        int node = node(retry);
        if (!isRetry(node)) {
            throw new NotFoundException("'" + retry + "' is a task; only retries have a history");
        }
        return access.look(() -> storage.retryHistory(node));
    }

    /** {@return the failures of execute that the flow holds, by atom, in the order in which they came} */
    public Map<String, Failure> executeFailures() {
        return access.look(() -> new LinkedHashMap<>(storage.executeFailures()));
    }

    /** {@return the failures of revert that the flow holds, by atom, in the order in which they came} */
    public Map<String, Failure> revertFailures() {
        return access.look(() -> new LinkedHashMap<>(storage.revertFailures()));
    }

    /**
     * {@return what an atom's execute would be given now, by parameter, as JSON's natural types; optional ones that
     * nobody provides are left out}
     *
     * @throws NotFoundException when a required one is not there; says which, and who should provide it
     */
    public Map<String, @Nullable Object> arguments(String atom) {
        int node = node(atom);
        Map<String, Value> arguments = access.look(() -> storage.values().arguments(node, Action.EXECUTE));
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        arguments.forEach((name, value) -> read.put(name, Values.read(value, Object.class)));
        return read;
    }

    /** {@return the names that an atom needs and that nobody gives it, nor provides where it sees them} */
    public Set<String> unsatisfied(String atom) {
        int node = node(atom);
        return access.look(() -> storage.values().missing(node).stream()
                .map(Need::symbol)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /**
     * {@return how far a task has come}
     *
     * @throws NotFoundException when it is a retry: those have no progress
     */
    public Progress progress(String task) {
        int node = node(task);
        if (isRetry(node)) {
            throw new NotFoundException("'" + task + "' is a retry; only tasks have progress");
        }
        return access.look(() -> storage.progress(node));
    }

    /** {@return the metadata of the flow, as JSON's natural types} */
    public Map<String, @Nullable Object> metadata() {
        return natural(storedMeta());
    }

    Map<String, Value> storedMeta() {
        return access.look(storage::flowMeta);
    }

    /** {@return the metadata of an atom, as JSON's natural types} */
    public Map<String, @Nullable Object> metadata(String atom) {
        int node = node(atom);
        return natural(access.look(() -> storage.meta(node)));
    }

    private static Map<String, @Nullable Object> natural(Map<String, Value> values) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        values.forEach((name, value) -> read.put(name, Values.read(value, Object.class)));
        return read;
    }

    /** Adds to the metadata, as {@link MetadataWriter} says. */
    @Override
    public void put(@Nullable String atom, Map<String, ?> entries) {
        Map<String, Value> written = written(entries);
        if (atom == null) {
            access.change(() -> storage.putFlowMeta(written));
        } else {
            int node = node(atom);
            access.change(() -> storage.putMeta(node, written));
        }
    }

    /**
     * Gives the flow values, beside those it has or in place of them, seen by all its atoms and hiding what they
     * provide under these names. They are stored with the flow.
     */
    public void inject(Map<String, ?> values) {
        Map<String, Value> written = written(values);
        access.change(() -> storage.inject(written, false));
    }

    /** Gives the flow values as {@link #inject(Map)} does, for this engine only: they are not stored. */
    public void injectTransient(Map<String, ?> values) {
        Map<String, Value> written = written(values);
        access.change(() -> storage.inject(written, true));
    }

    /**
     * Gives values to arguments of one atom, which nobody else sees. They are stored with the atom.
     *
     * @throws io.windlass.failure.DefinitionException when it has no such argument
     */
    public void inject(String atom, Map<String, ?> arguments) {
        inject(atom, arguments, false);
    }

    /**
     * Gives values to arguments of one atom as {@link #inject(String, Map)} does, for this engine only: they are not
     * stored, and hide those that are.
     */
    public void injectTransient(String atom, Map<String, ?> arguments) {
        inject(atom, arguments, true);
    }

    private void inject(String name, Map<String, ?> arguments, boolean inMemory) {
        int node = node(name);
        Atom<?> atom = compilation.atom(node);
        arguments.keySet().forEach(atom::requireArgument);
        Map<String, Value> written = written(arguments);
        access.change(() -> storage.inject(node, written, inMemory));
    }

    private static Map<String, Value> written(Map<String, ?> entries) {
        Map<String, Value> written = new LinkedHashMap<>();
        entries.forEach((name, value) -> written.put(name, Values.writeStorable(value)));
        return written;
    }

    private boolean isRetry(int node) {
        return compilation.kind(node) == NodeKind.RETRY;
    }

    private int node(String atom) {
        Integer node = compilation.node(atom);
        if (node == null) {
            throw new NotFoundException(
                    "flow '" + compilation.name() + "' has no atom '" + atom + "'; it has " + atoms());
        }
        return node;
    }
}
