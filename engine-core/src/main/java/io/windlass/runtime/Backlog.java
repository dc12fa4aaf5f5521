package io.windlass.runtime;

import io.windlass.atom.Task;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.NodeKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What may start, but of whose kind the executor has as many requests as it wants: it stays as it is, a number in a
 * queue, until some of those have their outcomes. Kinds do not wait for each other, since other workers may serve
 * them, and neither do priorities. Used by the run's loop.
 */
final class Backlog {
    private final Compilation graph;
    private final IntSupplier most;
    private final Map<Kind, Line> lines = new HashMap<>();
    /** By node, as far as it was asked for. */
    private final @Nullable Line[] byNode;
    /** Those in which something waits, in the order in which they began to. */
    private final List<Line> waiting = new ArrayList<>(0);
    /** All that wait, of whatever kind. */
    private final BitSet waits = new BitSet();

    private int size;
    /** Which call of {@link #next} this is, from 1. */
    private long turn;

    /** Up to so many of a kind are wanted in flight; that may change. */
    Backlog(Compilation graph, IntSupplier most) {
        this.graph = graph;
        this.most = most;
        this.byNode = new Line[graph.size()];
    }

    private record Kind(String type, int line, int priority) {
        static Kind of(Task task) {
            return new Kind(task.typeName(), task.version().major(), task.priority());
        }
    }

    /** What is in flight and waits of one kind. */
    private static final class Line {
        private final Deque<Integer> queue = new ArrayDeque<>(0);
        private int inFlight;
        /** How many more are wanted, and in which turn that was counted. */
        private int room;

        private long turn;
    }

    private Line line(int node) {
        Line line = byNode[node];
        if (line == null) {
            line = lines.computeIfAbsent(Kind.of(graph.task(node)), kind -> new Line());
            byNode[node] = line;
        }
        return line;
    }

    private boolean isCounted(int node) {
        return graph.kind(node) == NodeKind.TASK && most.getAsInt() != Integer.MAX_VALUE;
    }

    void began(int node) {
        if (isCounted(node)) {
            line(node).inFlight++;
        }
    }

    void ended(int node) {
        if (isCounted(node)) {
            Line line = line(node);
            line.inFlight = Math.max(0, line.inFlight - 1);
        }
    }

    int size() {
        return size;
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
    NodeSet next(NodeSet ready, IntPredicate goesOn, IntPredicate mayStart) {
        turn++;
        NodeSet next = new NodeSet();
        for (Line line : waiting) {
            poll(line, mayStart, next);
        }
        waiting.removeIf(line -> line.queue.isEmpty());
        ready.forEach(node -> {
            if (!isCounted(node) || takes(line(node), goesOn.test(node))) {
                next.add(node);
            } else if (!waits.get(node)) {
                wait(node, line(node));
            }
        });
        return next;
    }

    private void poll(Line line, IntPredicate mayStart, NodeSet next) {
        while (!line.queue.isEmpty() && room(line) > 0) {
            int node = line.queue.remove();
            size--;
            waits.clear(node);
            if (mayStart.test(node) && takes(line, false)) {
                next.add(node);
            }
        }
    }

    private void wait(int node, Line line) {
        if (line.queue.isEmpty()) {
            waiting.add(line);
        }
        line.queue.add(node);
        size++;
        waits.set(node);
    }

    private boolean takes(Line line, boolean anyway) {
        boolean takes = anyway || room(line) > 0;
        if (takes) {
            line.room = room(line) - 1;
        }
        return takes;
    }

    private int room(Line line) {
        if (line.turn != turn) {
            line.turn = turn;
            line.room = most.getAsInt() - line.inFlight;
        }
        return line.room;
    }

    /** Forgets those that are not to start any more: who becomes ready again is ready anew. */
    void retain(IntPredicate mayStart) {
        waits.clear();
        size = 0;
        for (Line line : waiting) {
            line.queue.removeIf(node -> !mayStart.test(node));
            line.queue.forEach(waits::set);
            size += line.queue.size();
        }
        waiting.removeIf(line -> line.queue.isEmpty());
    }
}
