package io.windlass.compiler;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who sees what whom provides, after TaskFlow's scoping: an atom sees its predecessors only, nearest first, level by
 * level from its own flow outwards. Providers are found by walking back from the atom over the providers of the
 * symbol alone, never over all predecessors. Immutable.
 */
public final class Scopes {
    /** In place of a node: there is none. */
    public static final int NOBODY = -1;

    private static final int[] NONE = {};

    private final Places places;
    private final int[] rank;
    private final Map<String, int[]> providers;
    private final Reachability reachability;

    /** How a flow orders its children. */
    enum Order {
        LINE,
        NONE,
        LINKS
    }

    Scopes(Places places, List<Integer> listing, Map<String, int[]> providers, int[][] predecessors) {
        this.places = places;
        this.rank = new int[predecessors.length];
        for (int i = 0; i < listing.size(); i++) {
            rank[listing.get(i)] = i;
        }
        this.providers = Collections.unmodifiableMap(providers);
        this.reachability = new Reachability(predecessors);
    }

    /** What is told of each visible provider, nearest first, until it has seen enough. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Looks at one provider.
         *
         * @param level 0 for the atom's own flow, rising outwards
         * @return whether to go on
         */
        boolean visit(int provider, int level);
    }

    /** {@return all nodes that provide the symbol, as TaskFlow lists them} */
    public List<Integer> providersOf(String symbol) {
        return IntStream.of(providers.getOrDefault(symbol, NONE))
                .boxed()
                .sorted(Comparator.comparingInt(node -> rank[node]))
                .toList();
    }

    /** {@return all symbols that some node provides} */
    public Set<String> symbols() {
        return providers.keySet();
    }

    /** Shows the providers of a symbol that an atom can see. */
    public void visit(int atom, String symbol, Visitor visitor) {
        int[] all = providers.getOrDefault(symbol, NONE);
        int place = Arrays.binarySearch(all, atom);
        int i = (place < 0 ? -place - 1 : place) - 1;
        while (i >= 0) {
            int provider = all[i];
            int common = commonFlow(atom, provider);
            int theirs = childOf(common, provider);
            Order order = places.isRetry(theirs) ? Order.LINE : places.order(common);
            if (order == Order.NONE) {
                i = before(all, i, places.firstChild(common));
            } else if (order == Order.LINKS && !reaches(theirs, childOf(common, atom))) {
                i = before(all, i, theirs);
            } else if (visitor.visit(provider, places.depth(atom) - places.depth(common) - 1)) {
                i--;
            } else {
                return;
            }
        }
    }

    /** {@return the nearest provider of the symbol that the atom can see, {@link #NOBODY} when there is none} */
    public int nearest(int atom, String symbol) {
        int[] found = {NOBODY};
        visit(atom, symbol, (provider, level) -> {
            found[0] = provider;
            return false;
        });
        return found[0];
    }

    private boolean reaches(int from, int to) {
        return reachability.reaches(places.end(from), to);
    }

    /** The last place before {@code i} whose provider has a smaller number than the limit. */
    private static int before(int[] all, int i, int limit) {
        int place = Arrays.binarySearch(all, 0, i + 1, limit);
        return (place < 0 ? -place - 1 : place) - 1;
    }

    private int commonFlow(int a, int b) {
        int left = places.parent(a);
        int right = places.parent(b);
        while (left != right) {
            if (places.depth(left) >= places.depth(right)) {
                left = places.parent(left);
            } else {
                right = places.parent(right);
            }
        }
        return left;
    }

    private int childOf(int flow, int node) {
        int child = node;
        while (places.parent(child) != flow) {
            child = places.parent(child);
        }
        return child;
    }

    /** Whether one node is before another; numbers rise along links, which bounds the search. */
    private static final class Reachability {
        /** A node with more predecessors than this has them sorted, so that one is found among them without a walk. */
        private static final int MANY = 16;

        private final int[][] predecessors;
        private final Map<Integer, int[]> sorted = new HashMap<>();

        Reachability(int[][] predecessors) {
            this.predecessors = predecessors;
            for (int node = 0; node < predecessors.length; node++) {
                if (predecessors[node].length > MANY) {
                    int[] copy = predecessors[node].clone();
                    Arrays.sort(copy);
                    sorted.put(node, copy);
                }
            }
        }

        boolean reaches(int from, int to) {
            return isDirectly(from, to) || walk(from, to);
        }

        private boolean isDirectly(int from, int to) {
            if (predecessors[to].length > MANY) {
                return Arrays.binarySearch(Objects.requireNonNull(sorted.get(to)), from) >= 0;
            }
            for (int predecessor : predecessors[to]) {
                if (predecessor == from) {
                    return true;
                }
            }
            return false;
        }

        private boolean walk(int from, int to) {
            Set<Integer> seen = new HashSet<>();
            Deque<Integer> queue = new ArrayDeque<>();
            queue.add(to);
            while (!queue.isEmpty()) {
                for (int predecessor : predecessors[queue.remove()]) {
                    if (predecessor == from) {
                        return true;
                    }
                    if (predecessor > from && seen.add(predecessor)) {
                        queue.add(predecessor);
                    }
                }
            }
            return false;
        }
    }
}
