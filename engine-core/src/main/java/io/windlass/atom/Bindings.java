package io.windlass.atom;

import io.windlass.failure.DefinitionException;
import io.windlass.state.Action;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the arguments of an atom's bodies come from, where that is not what their names say. */
final class Bindings {
    private final Atom<?> atom;
    /** Replaced when something is said: about most atoms nothing is, and a flow has many. */
    private Map<String, String> rebind = Map.of();

    private Map<String, String> revertRebind = Map.of();
    private Map<String, Value> inject = Map.of();
    private Set<String> ignored = Set.of();
    /** Optional arguments that somebody has said must be there. */
    private Set<String> demanded = Set.of();

    /** What {@link #needs} said, until something is changed. Lists that do not change: whoever sees one sees all. */
    private @Nullable List<Need> executeNeeds;

    private @Nullable List<Need> revertNeeds;

    Bindings(Atom<?> atom) {
        this.atom = atom;
    }

    boolean isEmpty() {
        return rebind.isEmpty()
                && revertRebind.isEmpty()
                && inject.isEmpty()
                && ignored.isEmpty()
                && demanded.isEmpty();
    }

    void rebind(String argument, String symbol) {
        demand(argument);
        rebind = with(rebind, argument, Names.checked("name", symbol));
        changed();
    }

    void revertRebind(String argument, String symbol) {
        requireArgument(argument, atom.revertInputs());
        demand(argument);
        revertRebind = with(revertRebind, argument, Names.checked("name", symbol));
        changed();
    }

    /** The required arguments of a body, which are to be looked up under so many names. */
    List<String> required(Action action, String... symbols) {
        List<String> required = inputs(action).stream()
                .filter(input -> input.role() == Input.Role.REQUIRED)
                .map(Input::name)
                .toList();
        if (symbols.length > required.size()) {
            throw new DefinitionException(atom + " is given " + symbols.length + " names for the required arguments "
                    + required + " of its " + action.wireName());
        }
        return required;
    }

    void demand(String argument) {
        requireArgument(argument);
        demanded = with(demanded, argument);
        if (ignored.contains(argument)) {
            ignored = new LinkedHashSet<>(ignored);
            ignored.remove(argument);
        }
        changed();
    }

    void inject(String argument, Value value) {
        requireArgument(argument);
        inject = with(inject, argument, value);
        changed();
    }

    void ignore(String argument) {
        requireArgument(argument);
        if (allInputs().stream().anyMatch(input -> input.name().equals(argument) && isRequired(input))) {
            throw new DefinitionException(
                    atom + " cannot do without '" + argument + "'; make it an Optional, or inject a value for it");
        }
        ignored = with(ignored, argument);
        changed();
    }

    void requireArgument(String argument) {
        if (!isAmong(argument, atom.executeInputs())) {
            requireArgument(argument, allInputs());
        }
    }

    private void requireArgument(String argument, Collection<Input> inputs) {
        if (!isAmong(argument, inputs)) {
            Set<String> known = new LinkedHashSet<>();
            inputs.stream().filter(Input::isLookedUp).forEach(input -> known.add(input.name()));
            throw new DefinitionException(atom + " has no parameter '" + argument + "'; it has " + known);
        }
    }

    private static boolean isAmong(String argument, Collection<Input> inputs) {
        for (Input input : inputs) {
            if (input.isLookedUp() && input.name().equals(argument)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRequired(Input input) {
        return input.role() == Input.Role.REQUIRED || demanded.contains(input.name());
    }

    private Set<Input> allInputs() {
        Set<Input> all = new LinkedHashSet<>(atom.executeInputs());
        all.addAll(atom.revertInputs());
        return all;
    }

    private List<Input> inputs(Action action) {
        return action == Action.EXECUTE ? atom.executeInputs() : atom.revertInputs();
    }

    Map<String, Value> injected() {
        return Collections.unmodifiableMap(inject);
    }

    Map<String, Value> injected(Action action) {
        if (inject.isEmpty()) {
            return Map.of();
        }
        Map<String, Value> injected = new LinkedHashMap<>();
        for (Input input : inputs(action)) {
            Value value = inject.get(input.name());
            if (value != null) {
                injected.put(input.name(), value);
            }
        }
        return injected;
    }

    List<Need> needs(Action action) {
        List<Need> known = action == Action.EXECUTE ? executeNeeds : revertNeeds;
        if (known == null) {
            known = neededFor(action);
            if (action == Action.EXECUTE) {
                executeNeeds = known;
            } else {
                revertNeeds = known;
            }
        }
        return known;
    }

    private void changed() {
        executeNeeds = null;
        revertNeeds = null;
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    private static Set<String> with(Set<String> set, String item) {
        Set<String> more = new LinkedHashSet<>(set);
        more.add(item);
        return more;
    }

    private List<Need> neededFor(Action action) {
        List<Need> needed = new ArrayList<>();
        for (Input input : inputs(action)) {
            String argument = input.name();
            if (input.isLookedUp() && !inject.containsKey(argument) && !ignored.contains(argument)) {
                needed.add(new Need(argument, symbolOf(argument, action), isRequired(input)));
            }
        }
        return List.copyOf(needed);
    }

    private String symbolOf(String argument, Action action) {
        String symbol = rebind.getOrDefault(argument, argument);
        return action == Action.REVERT ? revertRebind.getOrDefault(argument, symbol) : symbol;
    }
}
