package io.windlass.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.Atom;
import io.windlass.atom.Need;
import io.windlass.atom.Provides;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Scopes;
import io.windlass.failure.Failure;
import io.windlass.failure.NotFoundException;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds values: for an atom by TaskFlow's order (injected into it, the flow's store, then visible providers, nearest
 * first), for callers by name alone.
 */
public final class ValueLookup {
    private final Compilation compilation;
    private final Given given;
    private final IntFunction<AtomCell> cells;
    /** By node. */
    private final @Nullable Parts[] parts;

    /**
     * By node the nearest provider of each need of execute, {@link Scopes#NOBODY} for none: what the check before a run has
     * found. Almost all values come from there.
     */
    private final int[] @Nullable [] nearest;

    ValueLookup(Compilation compilation, Given given, IntFunction<AtomCell> cells) {
        this.compilation = compilation;
        this.given = given;
        this.cells = cells;
        this.parts = new Parts[compilation.size()];
        this.nearest = new int[compilation.size()][];
    }

    /**
     * {@return the arguments of one of an atom's bodies, by argument name; optional ones that nobody provides are
     * left out}
     *
     * @throws NotFoundException when a required one is not there; names the atom, the input and the providers
     */
    public Map<String, Value> arguments(int node, Action action) {
        Atom<?> atom = compilation.atom(node);
        Map<String, Value> injected = cells.apply(node).injected(action);
        Map<String, Value> arguments = new LinkedHashMap<>(injected);
        int[] known = action == Action.EXECUTE ? nearest[node] : null;
        List<Need> needs = atom.needs(action);
        for (int i = 0; i < needs.size(); i++) {
            Need need = needs.get(i);
            Value found = injected.containsKey(need.argument())
                    ? null
                    : find(node, need, known == null ? Scopes.NOBODY : known[i]);
            if (found != null) {
                arguments.put(need.argument(), found);
            }
        }
        return arguments;
    }

    private @Nullable Value find(int node, Need need, int nearestProvider) {
        String symbol = need.symbol();
        Value value = given.get(symbol);
        if (value == null && nearestProvider != Scopes.NOBODY) {
            value = provided(nearestProvider, symbol).orElse(null); // one that was skipped has none
        }
        return value == null ? walk(node, need) : value;
    }

    private @Nullable Value walk(int node, Need need) {
        String symbol = need.symbol();
        Nearest found = new Nearest(symbol);
        compilation.scopes().visit(node, symbol, found);
        if (found.found == null && (need.required() || found.waiting != null)) {
            throw new NotFoundException(compilation.atom(node) + " needs '" + symbol + "', but "
                    + (found.waiting == null
                            ? "nothing that it can see provides it"
                            : "'" + found.waiting + "', which should provide it, did not"));
        }
        return found.found;
    }

    /** Takes the first value of the nearest level that has a provider which was not skipped. */
    private final class Nearest implements Scopes.Visitor {
        private final String symbol;
        private int level = -1;
        private @Nullable Value found;
        private @Nullable String waiting;

        Nearest(String symbol) {
            this.symbol = symbol;
        }

        @Override
        public boolean visit(int provider, int providerLevel) {
            if (waiting != null && providerLevel != level) {
                return false;
            }
            if (cells.apply(provider).state == AtomState.IGNORE) {
                return true;
            }
            level = providerLevel;
            found = provided(provider, symbol).orElse(null);
            if (found == null) {
                waiting = compilation.atom(provider).name();
            }
            return found == null;
        }
    }

    /** {@return what an atom provides under a name: empty when it has no result, or one without such an item} */
    private Optional<Value> provided(int node, String symbol) {
        Optional<Value> result = result(node);
        if (result.isEmpty()) {
            return result;
        }
        Provides provides = compilation.atom(node).results();
        if (provides.form() == Provides.Form.WHOLE) {
            return result;
        }
        return Optional.ofNullable(parts(node, result.get(), provides).byName().get(symbol));
    }

    private Parts parts(int node, Value result, Provides provides) {
        Parts known = parts[node];
        if (known == null || !known.whole().equals(result)) {
            known = Parts.of(result, provides);
            parts[node] = known;
        }
        return known;
    }

    /** {@return the parts of a result that has just come; those of its names for which there is one} */
    Set<String> partsOf(int node, Value result) {
        return parts(node, result, compilation.atom(node).results()).byName().keySet();
    }

    /** A result that was taken apart: once, however many ask for its parts. */
    private record Parts(Value whole, Map<String, Value> byName) {
        static Parts of(Value whole, Provides provides) {
            Map<String, Value> byName = new HashMap<>();
            JsonNode tree = Values.tree(whole);
            for (int i = 0; i < provides.names().size(); i++) {
                String name = provides.names().get(i);
                JsonNode part = provides.form() == Provides.Form.ITEMS ? tree.get(i) : tree.get(name);
                if (part != null) {
                    byName.put(name, Values.of(part));
                }
            }
            return new Parts(whole, byName);
        }
    }

    /** {@return what an atom's execute returned, of a retry its newest; empty when that is not there, or undone} */
    public Optional<Value> result(int node) {
        AtomCell cell = cells.apply(node);
        boolean readable = cell.state == AtomState.SUCCESS || cell.state == AtomState.REVERTING;
        return readable && cell.failure == null ? Optional.ofNullable(cell.result) : Optional.empty();
    }

    /** {@return what an atom's bodies need and nobody gives it, nor provides where it sees it} */
    public List<Need> missing(int node) {
        List<Need> missing = new ArrayList<>();
        for (Action action : Action.values()) {
            Map<String, Value> injected = cells.apply(node).injected(action);
            List<Need> needs = compilation.atom(node).needs(action);
            int[] providers = new int[needs.size()];
            for (int i = 0; i < providers.length; i++) {
                Need need = needs.get(i);
                providers[i] = compilation.scopes().nearest(node, need.symbol());
                boolean needed = need.required() && !injected.containsKey(need.argument());
                if (needed && providers[i] == Scopes.NOBODY && given.get(need.symbol()) == null) {
                    missing.add(need);
                }
            }
            if (action == Action.EXECUTE) {
                nearest[node] = providers;
            }
        }
        return missing;
    }

    /** {@return the first value that there is under a name: one that was given, else that of the first provider} */
    public Optional<Value> fetch(String name) {
        return fetchAll(name).stream().findFirst();
    }

    /** {@return all values that there are under a name} */
    public List<Value> fetchAll(String name) {
        return shown(name).stream()
                .filter(Value.class::isInstance)
                .map(Value.class::cast)
                .toList();
    }

    /** {@return all that there is to show under a name: values, and the failures of those who should provide one} */
    public List<Object> shown(String name) {
        List<Object> all = new ArrayList<>();
        Value value = given.get(name);
        if (value != null) {
            all.add(value);
        }
        for (int node : compilation.scopes().providersOf(name)) {
            Failure failure = cells.apply(node).failure;
            if (failure == null) {
                provided(node, name).ifPresent(all::add);
            } else if (compilation.atom(node).results().form() == Provides.Form.WHOLE) {
                all.add(failure);
            }
        }
        return all;
    }

    /** {@return why there is no value under a name, for people: who would provide it, and in which state that is} */
    public String whyNot(String name) {
        List<String> providers = compilation.scopes().providersOf(name).stream()
                .map(node -> compilation.atom(node) + " is " + cells.apply(node).state)
                .toList();
        return providers.isEmpty()
                ? "it was given " + given() + ", its atoms provide "
                        + compilation.scopes().symbols()
                : "of those that provide it " + String.join(", ", providers);
    }

    /** {@return the names of what was given to the flow, then of what its atoms provide} */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(given());
        names.addAll(compilation.scopes().symbols());
        return names;
    }

    /** {@return the names of what was given to the flow} */
    public Set<String> given() {
        return given.names();
    }
}
