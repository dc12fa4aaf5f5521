package io.windlass.engine;

import io.windlass.atom.Need;
import io.windlass.compiler.Compilation;
import io.windlass.failure.MissingDependenciesException;
import io.windlass.storage.ValueLookup;
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

    static void check(Compilation compilation, ValueLookup values) {
        List<String> said = new ArrayList<>();
        Map<String, Set<String>> missing = new LinkedHashMap<>();
        for (int node : compilation.atoms()) {
            for (Need need : values.missing(node)) {
                if (missing.computeIfAbsent(compilation.atom(node).name(), atom -> new LinkedHashSet<>())
                        .add(need.symbol())) {
                    said.add(describe(compilation, node, need.argument(), need.symbol()));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new MissingDependenciesException(
                    "flow '" + compilation.name() + "' cannot run: " + String.join("; ", said) + ". It was given "
                            + new TreeSet<>(values.given()),
                    missing);
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
