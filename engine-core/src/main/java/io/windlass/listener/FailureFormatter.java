package io.windlass.listener;

import io.windlass.atom.Outcome;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.NodeKind;
import io.windlass.engine.AtomDetails;
import io.windlass.engine.Engine;
import io.windlass.failure.Failure;
import io.windlass.failure.NotFoundException;
import io.windlass.notify.FlowListener.AtomChanged;
import io.windlass.state.AtomState;
import io.windlass.value.Values;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a failure of an engine's flow, for people: with what ran before the atom that failed, and with which inputs
 * and results. To be used by a listener that is being told of the failure. What follows from the failure is worked out
 * before that, so that atoms may be meant to be undone already.
 */
public final class FailureFormatter {
    /** So many predecessors are shown, those nearest to the failure; of the rest the number. */
    private static final int MAX_SHOWN = 100;

    private final Engine engine;
    private final Masking masking;

    /** Describes failures of the engine's flow. */
    public FailureFormatter(Engine engine, Masking masking) {
        this.engine = engine;
        this.masking = masking;
    }

    /**
     * A failure as it is to be shown.
     *
     * @param exception the live exception, to be shown with its stack trace; null when there is none any more
     * @param text what else there is to say: the recorded stack trace when there is no exception; the predecessors when
     *     it was the atom's execute that failed; perhaps empty
     */
    public record Formatted(@Nullable Throwable exception, String text) {}

    /**
     * Describes why an atom failed.
     *
     * @param change to FAILURE or REVERT_FAILURE, of an atom of the engine's flow
     * @throws NotFoundException when the flow has no such atom, or the change is no failure
     */
    public Formatted format(AtomChanged change) {
        Failure failure = change.failure();
        Integer node = engine.compilation().node(change.atom());
        if (failure == null || node == null) {
            throw new NotFoundException("flow '" + engine.compilation().name() + "' has no failure of '" + change.atom()
                    + "' that could be described: " + change.to());
        }
        StringBuilder text = new StringBuilder();
        if (failure.exception() == null) {
            text.append(
                            failure.stackTrace().isBlank()
                                    ? failure
                                    : failure.stackTrace().stripTrailing())
                    .append(System.lineSeparator());
        }
        if (change.to() == AtomState.FAILURE) {
            text.append(new Predecessors(node).describe());
        }
        return new Formatted(failure.exception(), text.toString());
    }

    /** The predecessors of one atom as a tree, each shown once: where one is that leads to several, below the first. */
    private final class Predecessors {
        private final Compilation graph = engine.compilation();
        private final BitSet seen = new BitSet();
        private final StringBuilder lines = new StringBuilder();
        private final int failed;
        private int count;

        private record Place(int node, int depth) {}

        Predecessors(int failed) {
            this.failed = failed;
        }

        String describe() {
            Deque<Place> open = new ArrayDeque<>();
            push(open, failed, 1);
            while (!open.isEmpty()) {
                Place place = open.pop();
                if (!seen.get(place.node())) {
                    seen.set(place.node());
                    show(place);
                    push(open, place.node(), place.depth() + 1);
                }
            }
            String rest = count > MAX_SHOWN ? line(1, "and " + (count - MAX_SHOWN) + " more") : "";
            return count + (count == 1 ? " predecessor" : " predecessors") + " (most recent first):"
                    + System.lineSeparator() + lines + rest;
        }

        /** What is directly before a node; where that is the end of a flow, what is before the end. */
        private void push(Deque<Place> open, int node, int depth) {
            int[] before = graph.predecessors(node);
            for (int next : before) {
                if (graph.kind(next) != NodeKind.FLOW_END) {
                    open.push(new Place(next, depth));
                } else if (!seen.get(next)) {
                    seen.set(next);
                    push(open, next, depth);
                }
            }
        }

        private void show(Place place) {
            count++;
            if (count <= MAX_SHOWN) {
                String name = graph.name(place.node());
                lines.append(line(
                        place.depth(),
                        graph.kind(place.node()).isAtom()
                                ? "Atom '" + name + "' " + details(name)
                                : "Flow '" + name + "'"));
            }
        }

        private String line(int depth, String text) {
            return "  ".repeat(depth) + text + System.lineSeparator();
        }

        private Map<String, Object> details(String atom) {
            AtomDetails recorded = engine.storage().atom(atom);
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("intention", recorded.intention());
            details.put("state", recorded.state());
            if (!masking.hides(atom)) {
                inputs(atom).ifPresent(inputs -> details.put("requires", inputs));
                result(atom).ifPresent(result -> details.put("provides", result));
            }
            return details;
        }

        private Optional<Map<String, String>> inputs(String atom) {
            try {
                Map<String, String> inputs = masking.inputs(engine.storage().arguments(atom));
                return inputs.isEmpty() ? Optional.empty() : Optional.of(inputs);
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        }

        private Optional<String> result(String atom) {
            try {
                return engine.storage().outcome(atom, Object.class) instanceof Outcome.Succeeded<Object> succeeded
                        ? Optional.of(masking.result(Values.write(succeeded.value())))
                        : Optional.empty();
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        }
    }
}
