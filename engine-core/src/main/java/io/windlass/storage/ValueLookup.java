package io.windlass.storage;

import io.windlass.atom.Atom;
import io.windlass.atom.Need;
import io.windlass.atom.Provides;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Scopes;
import io.windlass.failure.NotFoundException;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds values: for an atom by TaskFlow's order (injected into it, the flow's store, then visible providers, nearest
 * first), for callers by name alone.
 */
public final class ValueLookup {
    private final Compilation compilation;
    private final Map<String, Value> store;
    private final IntFunction<AtomCell> cells;

    ValueLookup(Compilation compilation, Map<String, Value> store, IntFunction<AtomCell> cells) {
        this.compilation = compilation;
        this.store = store;
        this.cells = cells;
    }

    /**
     * {@return the arguments of one of an atom's bodies, by argument name; optional ones that nobody provides are
     * left out}
     *
     * @throws NotFoundException when a required one is not there; names the atom, the input and the providers
     */
    public Map<String, Value> arguments(int node, Action action) {
        Atom<?> atom = compilation.atom(node);
        Map<String, Value> arguments = atom.injected(action);
        for (Need need : atom.needs(action)) {
            Value found = find(node, need);
            if (found != null) {
                arguments.put(need.argument(), found);
            }
        }
        return arguments;
    }

    private @Nullable Value find(int node, Need need) {
        String symbol = need.symbol();
        Value given = store.get(symbol);
        if (given != null) {
            return given;
        }
        Nearest nearest = new Nearest(symbol);
        compilation.scopes().visit(node, symbol, nearest);
        if (nearest.found == null && (need.required() || nearest.waiting != null)) {
            throw new NotFoundException(compilation.atom(node) + " needs '" + symbol + "', but "
                    + (nearest.waiting == null
                            ? "nothing that it can see provides it"
                            : "'" + nearest.waiting + "', which should provide it, did not"));
        }
        return nearest.found;
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
        return switch (provides.form()) {
            case WHOLE -> result;
            case ITEMS -> Values.item(result.get(), provides.names().indexOf(symbol));
            case ENTRIES -> Values.entry(result.get(), symbol);
        };
    }

    /** {@return what an atom's execute returned, of a retry its newest; empty when that is not there, or undone} */
    public Optional<Value> result(int node) {
        AtomCell cell = cells.apply(node);
        boolean readable = cell.state == AtomState.SUCCESS || cell.state == AtomState.REVERTING;
        return readable && cell.failure == null ? Optional.ofNullable(cell.result) : Optional.empty();
    }

    /** {@return the first value that there is under a name: the store's, else that of the first provider in order} */
    public Optional<Value> fetch(String name) {
        return fetchAll(name).stream().findFirst();
    }

    /** {@return all values that there are under a name} */
    public List<Value> fetchAll(String name) {
        List<Value> all = new ArrayList<>();
        Value given = store.get(name);
        if (given != null) {
            all.add(given);
        }
        compilation
                .scopes()
                .providersOf(name)
                .forEach(node -> provided(node, name).ifPresent(all::add));
        return all;
    }

    /** {@return why there is no value under a name, for people: who would provide it, and in which state that is} */
    public String whyNot(String name) {
        List<String> providers = compilation.scopes().providersOf(name).stream()
                .map(node -> compilation.atom(node) + " is " + cells.apply(node).state)
                .toList();
        return providers.isEmpty()
                ? "its store has " + store.keySet() + ", its tasks provide "
                        + compilation.scopes().symbols()
                : "of those that provide it " + String.join(", ", providers);
    }

    /** {@return the store's names} */
    public Map<String, Value> store() {
        return store;
    }
}
