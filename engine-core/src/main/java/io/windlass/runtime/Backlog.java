package io.windlass.runtime;

import io.windlass.atom.Task;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.NodeKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/**
 * What may start, but of whose kind the executor has as many requests as it wants: it stays as it is, a number in a
 * queue, until some of those have their outcomes. Kinds do not wait for each other, since other workers may serve
 * them, and neither do priorities. Used by the run's loop.
 */
final class Backlog {
    private final Compilation graph;
    private final IntSupplier most;
    private final Map<Kind, Integer> inFlight = new HashMap<>();
    private final Map<Kind, Deque<Integer>> waiting = new LinkedHashMap<>();
    /** All that wait, of whatever kind. */
    private final BitSet waits = new BitSet();

    /** Up to so many of a kind are wanted in flight; that may change. */
    Backlog(Compilation graph, IntSupplier most) {
        this.graph = graph;
        this.most = most;
    }

    private record Kind(String type, int line, int priority) {
        static Kind of(Task task) {
            return new Kind(task.typeName(), task.version().major(), task.priority());
        }
    }

    private Kind kind(int node) {
        return Kind.of(graph.task(node));
    }

    private boolean isCounted(int node) {
        return graph.kind(node) == NodeKind.TASK && most.getAsInt() != Integer.MAX_VALUE;
    }

    void began(int node) {
        if (isCounted(node)) {
            inFlight.merge(kind(node), 1, Integer::sum);
        }
    }

    void ended(int node) {
        if (isCounted(node)) {
            inFlight.computeIfPresent(kind(node), (kind, count) -> count == 1 ? null : count - 1);
        }
    }

    int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    boolean has(int node) {
        return waits.get(node);
    }

    /**
     * Takes what may start; {@return what is to start now, those that waited first} The others wait.
     *
     * @param goesOn whether an atom is in flight as it is stored: somebody may have its request
     * @param mayStart whether one that has waited may still start
     */
    List<Integer> next(Collection<Integer> ready, IntPredicate goesOn, IntPredicate mayStart) {
        Map<Kind, Integer> room = new HashMap<>();
        List<Integer> next = new ArrayList<>();
        waiting.forEach((kind, queue) -> poll(kind, queue, room, mayStart, next));
        waiting.values().removeIf(Deque::isEmpty);
        for (int node : ready) {
            if (!isCounted(node) || takes(room, kind(node), goesOn.test(node))) {
                next.add(node);
            } else if (!waits.get(node)) {
                waits.set(node);
                waiting.computeIfAbsent(kind(node), kind -> new ArrayDeque<>()).add(node);
            }
        }
        return next;
    }

    private void poll(
            Kind kind, Deque<Integer> queue, Map<Kind, Integer> room, IntPredicate mayStart, List<Integer> next) {
        while (!queue.isEmpty() && room(room, kind) > 0) {
            int node = queue.remove();
            waits.clear(node);
            if (mayStart.test(node) && takes(room, kind, false)) {
                next.add(node);
            }
        }
    }

    private boolean takes(Map<Kind, Integer> room, Kind kind, boolean anyway) {
        boolean takes = anyway || room(room, kind) > 0;
        if (takes) {
            room.put(kind, room(room, kind) - 1);
        }
        return takes;
    }

    private int room(Map<Kind, Integer> room, Kind kind) {
        return room.computeIfAbsent(kind, wanted -> most.getAsInt() - inFlight.getOrDefault(wanted, 0));
    }

    /** Forgets those that are not to start any more: who becomes ready again is ready anew. */
    void retain(IntPredicate mayStart) {
        for (Deque<Integer> queue : waiting.values()) {
            queue.removeIf(node -> !mayStart.test(node));
        }
        waiting.values().removeIf(Deque::isEmpty);
        waits.clear();
        waiting.values().forEach(queue -> queue.forEach(waits::set));
    }
}
