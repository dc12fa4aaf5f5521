package io.windlass.engine;

import io.windlass.atom.Atom;
import io.windlass.atom.Input;
import io.windlass.compiler.Compilation;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.storage.ValueLookup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks, before anything runs, that each task will find what it needs. */
final class Validation {
    private Validation() {}

    static void check(Compilation compilation, ValueLookup values) {
        List<String> missing = new ArrayList<>();
        for (int node : compilation.atoms()) {
            Atom<?> atom = compilation.atom(node);
            Set<String> symbols = new HashSet<>();
            for (Input input : values.missingInputs(node)) {
                String symbol = atom.symbolOf(input.name());
                if (symbols.add(symbol)) {
                    missing.add(describe(compilation, node, input.name(), symbol));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new MissingDependenciesException("flow '" + compilation.name() + "' cannot run: "
                    + String.join("; ", missing) + ". It was given " + new TreeSet<>(values.given()));
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
