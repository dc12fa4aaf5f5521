package io.windlass.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.Atom;
import io.windlass.atom.Input;
import io.windlass.atom.Provides;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Scopes;
import io.windlass.failure.NotFoundException;
import io.windlass.state.AtomState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    /** By node. */
    private final @Nullable Parts[] parts;

    ValueLookup(Compilation compilation, Map<String, Value> store, IntFunction<AtomCell> cells) {
        this.compilation = compilation;
        this.store = store;
        this.cells = cells;
        this.parts = new Parts[compilation.size()];
    }

    /**
     * {@return the arguments of one of an atom's bodies, by argument name; optional ones that nobody provides are
     * left out}
     *
     * @throws NotFoundException when a required one is not there; names the atom, the input and the providers
     */
    public Map<String, Value> arguments(int node, List<Input> inputs) {
        Atom<?> atom = compilation.atom(node);
        Map<String, Value> injected = atom.injected();
        Map<String, Value> arguments = new LinkedHashMap<>();
        for (Input input : inputs) {
            Value given = injected.get(input.name());
            if (given != null) {
                arguments.put(input.name(), given);
            }
        }
        for (Input input : atom.lookedUp(inputs)) {
            Value found = find(node, input);
            if (found != null) {
                arguments.put(input.name(), found);
            }
        }
        return arguments;
    }

    private @Nullable Value find(int node, Input input) {
        Atom<?> atom = compilation.atom(node);
        String symbol = atom.symbolOf(input.name());
        Value given = store.get(symbol);
        if (given != null) {
            return given;
        }
        Nearest nearest = new Nearest(symbol);
        compilation.scopes().visit(node, symbol, nearest);
        if (nearest.found == null && (input.role() == Input.Role.REQUIRED || nearest.waiting != null)) {
            throw new NotFoundException(atom + " needs '" + symbol + "', but "
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
        if (provides.form() == Provides.Form.WHOLE) {
            return result;
        }
        Parts known = parts[node];
        if (known == null || !known.whole().equals(result.get())) {
            known = Parts.of(result.get(), provides);
            parts[node] = known;
        }
        return Optional.ofNullable(known.byName().get(symbol));
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

    /** {@return the store's names} */
    public Map<String, Value> store() {
        return store;
    }
}
