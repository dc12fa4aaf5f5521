package io.windlass.storage;

import io.windlass.failure.Failure;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a round fails, by atom, of each the first failure. It grows, and what was shown of it does not: each link knows
 * the one before, so that showing costs nothing until somebody looks, however often a round fails.
 */
final class RoundFailures {
    private final Set<String> atoms = new HashSet<>();
    private @Nullable Link newest;

    private record Link(@Nullable Link before, int number, String atom, Failure failure) {}

    RoundFailures() {}

    RoundFailures(Map<String, Failure> failures) {
        failures.forEach(this::add);
    }

    /** Adds why an atom failed; {@return whether it is the atom's first failure} */
    boolean add(String atom, Failure failure) {
        boolean first = atoms.add(atom);
        if (first) {
            newest = new Link(newest, atoms.size(), atom, failure);
        }
        return first;
    }

    /** {@return the failures up to now, in the order in which they came; unmodifiable, thread-safe} */
    Map<String, Failure> shown() {
        return newest == null ? Map.of() : new Shown(newest);
    }

    /** The links up to one, put in order when they are first looked at. */
    private static final class Shown extends AbstractMap<String, Failure> {
        private final Link last;
        private volatile @Nullable Map<String, Failure> inOrder;

        Shown(Link last) {
            this.last = last;
        }

        @Override
        public int size() {
            return last.number();
        }

        @Override
        public Set<Map.Entry<String, Failure>> entrySet() {
            return inOrder().entrySet();
        }

        @Override
        public @Nullable Failure get(@Nullable Object atom) {
            return inOrder().get(atom);
        }

        @Override
        public boolean containsKey(@Nullable Object atom) {
            return inOrder().containsKey(atom);
        }

        private Map<String, Failure> inOrder() {
            Map<String, Failure> known = inOrder;
            if (known == null) {
                known = collect();
                inOrder = known;
            }
            return known;
        }

        private Map<String, Failure> collect() {
            Deque<Link> links = new ArrayDeque<>();
            for (Link link = last; link != null; link = link.before()) {
                links.push(link);
            }
            Map<String, Failure> failures = new LinkedHashMap<>();
            links.forEach(link -> failures.put(link.atom(), link.failure()));
            return Collections.unmodifiableMap(failures);
        }
    }
}
