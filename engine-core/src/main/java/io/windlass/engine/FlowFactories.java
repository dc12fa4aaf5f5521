package io.windlass.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DuplicateException;
import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.Flow;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The flows that this program can make, by name, so that any process which has the same factories can go on with what
 * another one began. A flow that is made here is stored with the name of its factory and the arguments it was given;
 * what is stored names a factory and never a class. A factory makes flows of its own name, which is what flows are
 * taken over by: {@code executor.takeOver(factories.names(), limit)}.
 *
 * <p>Thread-safe; factories are called by whoever asks for a flow, perhaps several at once.
 */
public final class FlowFactories {
    /** Under which name of a flow's metadata its factory is kept, as {@code {"name": ..., "args": {...}}}. */
    public static final String META = "factory";

    private final Map<String, Function<FactoryArguments, Flow>> factories = new ConcurrentHashMap<>();

    /** How a flow was made, as it is stored; without arguments when there were none. */
    private record Details(@Nullable String name, @Nullable Map<String, JsonNode> args) {}

    /**
     * Adds a factory. It makes a new flow with each call, the same one from the same arguments.
     *
     * @param name what its flows are called
     * @throws DuplicateException when there is one of that name
     */
    public FlowFactories register(String name, Function<FactoryArguments, Flow> factory) {
        if (factories.putIfAbsent(name, factory) != null) {
            throw new DuplicateException("there is a flow factory '" + name + "' already; register each name once");
        }
        return this;
    }

    /**
     * {@return the names of all factories, for a takeover}
     *
     * @throws InvalidStateException when there is none: a takeover takes no names for all names
     */
    public Set<String> names() {
        if (factories.isEmpty()) {
            throw new InvalidStateException("no flow factory is registered; register some before taking flows over");
        }
        return Set.copyOf(factories.keySet());
    }

    /**
     * Makes a new flow and begins to describe a run of it; how it was made is stored with it, when it is run.
     *
     * @param args by name; written as JSON at once
     * @throws NotFoundException when there is no such factory, or it misses an argument
     * @throws DefinitionException when it makes a flow of another name
     * @throws InvalidFormatException when an argument cannot be written
     */
    public EngineBuilder engine(String name, Map<String, ? extends @Nullable Object> args) {
        Map<String, JsonNode> written = new TreeMap<>();
        args.forEach((key, value) -> written.put(key, Values.tree(Values.write(value))));
        Details details = new Details(name, written);
        return Engine.builder(make(name, written)).meta(META, details);
    }

    /**
     * Makes a stored flow again.
     *
     * @throws NotFoundException when it was not made by a factory, or by one that is not registered here
     * @throws InvalidFormatException when what is stored about that does not read
     */
    public Flow flow(StoredFlow stored) {
        FlowRecord record = stored.flow();
        Value kept = record.meta().get(META);
        Details details = kept == null ? null : (Details) Values.read(kept, Details.class);
        if (details == null || details.name == null) {
            throw new NotFoundException(
                    "flow '" + record.name() + "' (" + record.id()
                            + ") was not made by a factory, or before it was stored with it; resume it with a flow of your own");
        }
        return make(details.name, details.args == null ? Map.of() : details.args);
    }

    /**
     * Makes a stored flow again and begins to describe a run that goes on with it.
     *
     * @param persistence that owns the flow
     * @throws NotFoundException as {@link #flow} does
     */
    public EngineBuilder resume(Persistence persistence, StoredFlow stored) {
        return Engine.builder(flow(stored)).persistence(persistence).resume(stored);
    }

    /**
     * Claims a flow, such as one that was taken over or suspended, and goes on with it as {@link #resume(Persistence,
     * StoredFlow)} does.
     *
     * @throws NotFoundException also when it is not stored, or another process owns it
     */
    public EngineBuilder resume(Persistence persistence, UUID flow) {
        StoredFlow stored = persistence
                .claim(flow)
                .orElseThrow(() -> new NotFoundException(
                        "flow " + flow + " is not stored, or another process owns it; see who, or take it over"));
        return resume(persistence, stored);
    }

    private Flow make(String name, Map<String, JsonNode> args) {
        Function<FactoryArguments, Flow> factory = factories.get(name);
        if (factory == null) {
            throw new NotFoundException("there is no flow factory '" + name + "'; there are "
                    + new TreeSet<>(factories.keySet()) + "; register it in this process too");
        }
        Flow flow = factory.apply(new FactoryArguments(name, args));
        if (!flow.name().equals(name)) {
            throw new DefinitionException("flow factory '" + name + "' made a flow named '" + flow.name()
                    + "'; name it '" + name + "', since flows are taken over by their names");
        }
        return flow;
    }
}
