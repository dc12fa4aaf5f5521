package io.windlass.engine;

import io.windlass.atom.Atom;
import io.windlass.atom.Need;
import io.windlass.compiler.Compilation;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.state.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks, before anything runs, that each task will find what it needs. */
final class Validation {
    private Validation() {}

    static void check(Compilation compilation, Set<String> store) {
        List<String> said = new ArrayList<>();
        Map<String, Set<String>> missing = new LinkedHashMap<>();
        for (int node : compilation.atoms()) {
            for (Need need : needs(compilation.atom(node))) {
                String symbol = need.symbol();
                boolean there = store.contains(symbol) || compilation.scopes().isVisible(node, symbol);
                if (need.required()
                        && !there
                        && missing.computeIfAbsent(compilation.atom(node).name(), atom -> new LinkedHashSet<>())
                                .add(symbol)) {
                    said.add(describe(compilation, node, need.argument(), symbol));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new MissingDependenciesException(
                    "flow '" + compilation.name() + "' cannot run: " + String.join("; ", said) + ". The store has "
                            + new TreeSet<>(store),
                    missing);
        }
    }

    private static List<Need> needs(Atom<?> atom) {
        List<Need> needs = new ArrayList<>(atom.needs(Action.EXECUTE));
        needs.addAll(atom.needs(Action.REVERT));
        return needs;
    }

    private static String describe(Compilation compilation, int node, String argument, String symbol) {
        List<String> elsewhere = new ArrayList<>();
        for (int provider : compilation.scopes().providersOf(symbol)) {
            elsewhere.add(compilation.atom(provider).name());
        }
        String as = argument.equals(symbol) ? "" : " (for its parameter '" + argument + "')";
        String why = elsewhere.isEmpty()
                ? "which nothing provides"
                : "which " + elsewhere + " provide, but do not run before it";
        return compilation.atom(node) + " needs '" + symbol + "'" + as + ", " + why;
    }
}
