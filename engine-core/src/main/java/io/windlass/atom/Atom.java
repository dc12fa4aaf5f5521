package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import io.windlass.state.Action;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a flow and has a state there: a {@link Task}, or a retry controller. Write one of those; this is what
 * they share. The methods that change it return it, are called before it is part of a flow, and not by several
 * threads.
 *
 * @param <S> what the methods return
 */
public abstract class Atom<S extends Atom<S>> {
    private final Bindings bindings = new Bindings(this);
    private String name;
    private Provides provides = Provides.NOTHING;
    private int priority;

    /** For tasks and retries: named after the class. */
    protected Atom() {
        this.name = getClass().getName();
    }

    /** For tasks and retries. */
    protected Atom(String name) {
        this.name = name;
    }

    @SuppressWarnings("unchecked") // each subclass names itself as S
    private S self() {
        return (S) this;
    }

    /** {@return the inputs of execute, in order} */
    public abstract List<Input> executeInputs();

    /** {@return the inputs of revert, in order} */
    public abstract List<Input> revertInputs();

    /** Gives it its name, unique in its flow. */
    public final S named(String newName) {
        this.name = Names.checked("name", newName);
        return self();
    }

    /**
     * Makes the result available under one name. What is said last counts: a class says in its constructor what its
     * tasks provide unless they are told otherwise.
     */
    public final S provides(String symbol) {
        return providing(Provides.Form.WHOLE, List.of(symbol));
    }

    /** Makes the items of the resulting list available, each under the name in its place. */
    public final S providesItems(String... symbols) {
        return providing(Provides.Form.ITEMS, Arrays.asList(symbols));
    }

    /** Makes entries of the resulting map or object available under their keys. */
    public final S providesEntries(String... keys) {
        return providing(Provides.Form.ENTRIES, Arrays.asList(keys));
    }

    private S providing(Provides.Form form, List<String> names) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String symbol : names) {
            if (!distinct.add(Names.checked("provided name", symbol))) {
                throw new DefinitionException(this + " provides '" + symbol + "' twice");
            }
        }
        this.provides = new Provides(form, names);
        return self();
    }

    /**
     * Looks an argument up under another name than its own, for execute and revert. An optional one must be provided
     * then.
     *
     * @throws DefinitionException when there is no such argument
     */
    public final S rebind(String argument, String symbol) {
        bindings.rebind(argument, symbol);
        return self();
    }

    /**
     * Looks an argument of revert up under another name than that of execute, or its own. An optional one must be
     * provided then.
     *
     * @throws DefinitionException when revert has no such argument
     */
    public final S revertRebind(String argument, String symbol) {
        bindings.revertRebind(argument, symbol);
        return self();
    }

    /**
     * Looks the required arguments of execute up under these names, each in its place; arguments beyond keep their own.
     *
     * @throws DefinitionException when there are more names than such arguments
     */
    public final S rebindInOrder(String... symbols) {
        List<String> required = bindings.required(Action.EXECUTE, symbols);
        for (int i = 0; i < symbols.length; i++) {
            rebind(required.get(i), symbols[i]);
        }
        return self();
    }

    /**
     * As {@link #rebindInOrder}, for revert alone.
     *
     * @throws DefinitionException when there are more names than such arguments
     */
    public final S revertRebindInOrder(String... symbols) {
        List<String> required = bindings.required(Action.REVERT, symbols);
        for (int i = 0; i < symbols.length; i++) {
            revertRebind(required.get(i), symbols[i]);
        }
        return self();
    }

    /**
     * Makes optional arguments required: somebody must provide them.
     *
     * @throws DefinitionException when one is not an argument
     */
    public final S require(String... arguments) {
        for (String argument : arguments) {
            bindings.demand(argument);
        }
        return self();
    }

    /**
     * Gives an argument a value of its own, which nobody else sees.
     *
     * @throws DefinitionException when there is no such argument
     */
    public final S inject(String argument, @Nullable Object value) {
        bindings.inject(argument, Values.write(value));
        return self();
    }

    /**
     * Leaves optional arguments empty, even when somebody provides their names.
     *
     * @throws DefinitionException when one is not an argument, or not optional
     */
    public final S ignore(String... arguments) {
        for (String argument : arguments) {
            bindings.ignore(argument);
        }
        return self();
    }

    /** {@return whether nothing was changed since it was made under that name} */
    final boolean isAsMade(String original) {
        return name.equals(original) && provides.equals(Provides.NOTHING) && bindings.isEmpty() && priority == 0;
    }

    /** Among those that become ready together, higher ones start first; default 0. */
    public final S priority(int newPriority) {
        this.priority = newPriority;
        return self();
    }

    /** {@return its name, unique in its flow} */
    public final String name() {
        return name;
    }

    /** {@return the version of its code} */
    public abstract TaskVersion version();

    /** {@return the priority} */
    public final int priority() {
        return priority;
    }

    /** {@return how the result becomes named values} */
    public final Provides results() {
        return provides;
    }

    /** {@return the values given to arguments of this atom alone, of one of its bodies} */
    public final Map<String, Value> injected(Action action) {
        return bindings.injected(action);
    }

    /** {@return the values given to arguments of this atom alone, of all its bodies} */
    public final Map<String, Value> injected() {
        return bindings.injected();
    }

    /**
     * Refuses what is no argument of execute or revert that is looked up by name.
     *
     * @throws DefinitionException names those that there are
     */
    public final void requireArgument(String argument) {
        bindings.requireArgument(argument);
    }

    /** {@return what one of its bodies has looked up, in order: inputs that are not injected or ignored} */
    public final List<Need> needs(Action action) {
        return bindings.needs(action);
    }

    /** {@return the names that it needs from outside, for execute and revert} */
    public final Set<String> requires() {
        Set<String> symbols = new LinkedHashSet<>();
        for (Action action : Action.values()) {
            for (Need need : needs(action)) {
                if (need.required()) {
                    symbols.add(need.symbol());
                }
            }
        }
        return symbols;
    }

    /** {@return the names that it makes available} */
    public final Set<String> provides() {
        return new LinkedHashSet<>(provides.names());
    }

    /** {@return name and version in quotes, as TaskFlow shows an atom} */
    @Override
    public final String toString() {
        return "\"" + name + "==" + version() + "\"";
    }
}
