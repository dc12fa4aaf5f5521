package io.windlass.engine;

import io.windlass.atom.Atom;
import io.windlass.atom.Input;
import io.windlass.compiler.Compilation;
import io.windlass.failure.MissingDependenciesException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks, before anything runs, that each task will find what it needs. */
final class Validation {
    private Validation() {}

    static void check(Compilation compilation, Set<String> store) {
        List<String> missing = new ArrayList<>();
        Set<String> symbols = new TreeSet<>();
        for (int node : compilation.atoms()) {
            Atom<?> atom = compilation.atom(node);
            for (List<Input> inputs : List.of(atom.executeInputs(), atom.revertInputs())) {
                for (Input input : atom.lookedUp(inputs)) {
                    String symbol = atom.symbolOf(input.name());
                    boolean needed = input.role() == Input.Role.REQUIRED && !store.contains(symbol);
                    if (needed
                            && !compilation.scopes().isVisible(node, symbol)
                            && symbols.add(atom.name() + "\0" + symbol)) {
                        missing.add(describe(compilation, node, input.name(), symbol));
                    }
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new MissingDependenciesException("flow '" + compilation.name() + "' cannot run: "
                    + String.join("; ", missing) + ". The store has " + new TreeSet<>(store));
        }
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
