package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A step that can be done and undone, after TaskFlow's task. A subclass has one public {@code execute} method, whose
 * parameters are what the task requires, by name, and may have one public {@code revert}. The two are checked when
 * the task is made; see {@link Input.Role} for what their parameters may be.
 *
 * <p>The methods below describe how the task takes part in a flow. They change and return this task, are called
 * before it is added to a flow, and not by several threads. A task in a flow may run on any thread, in any process:
 * its fields do not travel.
 */
public abstract class Task implements FlowElement {
    private final Signature signature;
    private final String typeName;
    private final TaskVersion version;
    private final Map<String, String> rebind = new LinkedHashMap<>();
    private final Map<String, Value> inject = new LinkedHashMap<>();
    private String name;
    private Provides provides = Provides.NOTHING;
    private int priority;

    /**
     * A task named after its class, of the type that {@link TaskType} says.
     *
     * @throws DefinitionException when execute or revert are not as they should be; says what to do
     */
    @SuppressWarnings("this-escape") // the class alone is looked at, nothing of the unfinished object
    protected Task() {
        TaskType type = getClass().getAnnotation(TaskType.class);
        this.signature = Reflection.signatureOf(getClass());
        this.typeName = type == null || type.value().isEmpty()
                ? getClass().getName()
                : Names.checked("task type", type.value());
        this.version = type == null ? TaskVersion.DEFAULT : TaskVersion.of(type.version());
        this.name = getClass().getName();
    }

    /** A task whose bodies are given, not found. */
    Task(String name, Signature signature) {
        this.signature = signature;
        this.typeName = Names.checked("task", name);
        this.version = TaskVersion.DEFAULT;
        this.name = name;
    }

    /** Gives the task its name, unique in its flow; default: the class's name. */
    public final Task named(String newName) {
        this.name = Names.checked("task", newName);
        return this;
    }

    /** Makes the result available under one name. */
    public final Task provides(String symbol) {
        return providing(Provides.Form.WHOLE, List.of(symbol));
    }

    /** Makes the items of the resulting list available, each under the name in its place. */
    public final Task providesItems(String... symbols) {
        return providing(Provides.Form.ITEMS, Arrays.asList(symbols));
    }

    /** Makes entries of the resulting map or object available under their keys. */
    public final Task providesEntries(String... keys) {
        return providing(Provides.Form.ENTRIES, Arrays.asList(keys));
    }

    private Task providing(Provides.Form form, List<String> names) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String symbol : names) {
            if (!distinct.add(Names.checked("provided name", symbol))) {
                throw new DefinitionException(this + " provides '" + symbol + "' twice");
            }
        }
        this.provides = new Provides(form, names);
        return this;
    }

    /**
     * Looks an argument up under another name than its own.
     *
     * @throws DefinitionException when neither execute nor revert has such a parameter
     */
    public final Task rebind(String argument, String symbol) {
        requireArgument(argument);
        rebind.put(argument, Names.checked("name", symbol));
        return this;
    }

    /**
     * Gives an argument a value of its own, which no other task sees.
     *
     * @throws DefinitionException when neither execute nor revert has such a parameter
     */
    public final Task inject(String argument, @Nullable Object value) {
        requireArgument(argument);
        inject.put(argument, Values.write(value));
        return this;
    }

    private void requireArgument(String argument) {
        Set<String> known = new LinkedHashSet<>();
        lookedUp(signature.execute()).forEach(input -> known.add(input.name()));
        lookedUp(signature.revert()).forEach(input -> known.add(input.name()));
        if (!known.contains(argument)) {
            throw new DefinitionException(this + " has no parameter '" + argument + "'; it has " + known);
        }
    }

    /** Among tasks that become ready together, higher ones start first; default 0. */
    public final Task priority(int newPriority) {
        this.priority = newPriority;
        return this;
    }

    @Override
    public final String name() {
        return name;
    }

    /** {@return the wire name of what a worker must know to run this task} */
    public final String typeName() {
        return typeName;
    }

    /** {@return the version of the type} */
    public final TaskVersion version() {
        return version;
    }

    /** {@return the priority} */
    public final int priority() {
        return priority;
    }

    /** {@return how the result becomes named values} */
    public final Provides results() {
        return provides;
    }

    /** {@return what the bodies take and give} */
    public final Signature signature() {
        return signature;
    }

    /** {@return the values given to arguments of this task alone} */
    public final Map<String, Value> injected() {
        return Map.copyOf(inject);
    }

    /** {@return the name under which an argument is looked up} */
    public final String symbolOf(String argument) {
        return rebind.getOrDefault(argument, argument);
    }

    /** {@return the inputs that are looked up by name, without injected ones, in the order of the parameters} */
    public final List<Input> lookedUp(List<Input> inputs) {
        return inputs.stream()
                .filter(input -> input.isLookedUp() && !inject.containsKey(input.name()))
                .toList();
    }

    @Override
    public final Set<String> requires() {
        Set<String> symbols = new LinkedHashSet<>();
        for (List<Input> inputs : List.of(signature.execute(), signature.revert())) {
            for (Input input : lookedUp(inputs)) {
                if (input.role() == Input.Role.REQUIRED) {
                    symbols.add(symbolOf(input.name()));
                }
            }
        }
        return symbols;
    }

    @Override
    public final Set<String> provides() {
        return new LinkedHashSet<>(provides.names());
    }

    /** {@return name and version in quotes, as TaskFlow shows an atom} */
    @Override
    public final String toString() {
        return "\"" + name + "==" + version + "\"";
    }
}
