package io.windlass.engine;

import io.windlass.atom.Attempts;
import io.windlass.atom.Backoff;
import io.windlass.atom.FlowElement;
import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.Tasks;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.retry.Decision;
import io.windlass.retry.ForEach;
import io.windlass.retry.Retry;
import io.windlass.retry.Times;
import io.windlass.state.RequestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** The shape of a flow that was drawn; its atoms are named when it is built, in the order of the shape. */
sealed interface DrawnFlow {
    /** The store's value that tasks without a controller take for their round. */
    String FIRST_ROUND = "first";

    /** Between attempts, and between the rounds of some controllers. */
    Backoff A_WAIT = Backoff.fixed(Duration.ofMillis(1));

    /** Which controller a flow has; all provide the number of the round. */
    enum Control {
        NONE,
        TIMES,
        EACH,
        TIMES_REVERTING_ALL
    }

    /** How a flow orders its children. */
    enum Kind {
        LINEAR,
        UNORDERED,
        GRAPH
    }

    /**
     * A task.
     *
     * @param failsBefore it fails in rounds before this one, by its input
     * @param failingAttempts so many attempts of each round fail; it has one more
     */
    record Step(int failsBefore, int failingAttempts) implements DrawnFlow {}

    /**
     * A flow.
     *
     * @param links of a graph: one bit for each pair of children
     */
    record Nest(Kind kind, Control control, int links, List<DrawnFlow> children) implements DrawnFlow {}

    /** {@return flows nested up to three deep} */
    static Arbitrary<DrawnFlow> arbitrary() {
        return nest(nest(nest(steps())));
    }

    private static Arbitrary<DrawnFlow> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(2, 2), Tuple.of(1, 3), Tuple.of(1, 9)),
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 1), Tuple.of(1, 2)))
                .as(Step::new);
    }

    private static Arbitrary<DrawnFlow> nest(Arbitrary<DrawnFlow> inner) {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(Control.class),
                        Arbitraries.integers().between(0, 0xfff),
                        Arbitraries.frequencyOf(Tuple.of(2, steps()), Tuple.of(1, inner))
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(4))
                .as(Nest::new);
    }

    /** {@return whether some controller that gives up leaves done what was done before it} */
    static boolean mayLeaveEffects(DrawnFlow drawn) {
        return drawn instanceof Nest nest
                && (nest.control() == Control.TIMES
                        || nest.control() == Control.EACH
                        || nest.children().stream().anyMatch(DrawnFlow::mayLeaveEffects));
    }

    /** One call of a task. */
    record Call(String atom, boolean execute, int round, int attempt) {}

    /** Makes the flow, with tasks that tell of their calls. */
    static Flow build(DrawnFlow drawn, Consumer<Call> calls) {
        return new Builder(calls).flow((Nest) drawn, FIRST_ROUND);
    }

    /** Names what it makes. */
    final class Builder {
        private final Consumer<Call> calls;
        private int named;

        private Builder(Consumer<Call> calls) {
            this.calls = calls;
        }

        private Flow flow(Nest nest, String outerRound) {
            String name = "f" + named++;
            Retry retry = retry(nest.control(), name);
            String round = retry == null ? outerRound : roundOf(name);
            List<FlowElement> children = new ArrayList<>();
            for (DrawnFlow child : nest.children()) {
                children.add(child instanceof Nest inner ? flow(inner, round) : task((Step) child, round));
            }
            return switch (nest.kind()) {
                case LINEAR -> {
                    LinearFlow flow = retry == null ? LinearFlow.named(name) : LinearFlow.named(name, retry);
                    children.forEach(flow::add);
                    yield flow;
                }
                case UNORDERED -> {
                    UnorderedFlow flow = retry == null ? UnorderedFlow.named(name) : UnorderedFlow.named(name, retry);
                    children.forEach(flow::add);
                    yield flow;
                }
                case GRAPH ->
                    linked(
                            retry == null ? GraphFlow.named(name) : GraphFlow.named(name, retry),
                            nest.links(),
                            children);
            };
        }

        private static GraphFlow linked(GraphFlow flow, int links, List<FlowElement> children) {
            children.forEach(flow::add);
            int bit = 0;
            for (int to = 1; to < children.size(); to++) {
                for (int from = 0; from < to; from++) {
                    if ((links >> bit++ & 1) == 1) {
                        flow.link(children.get(from), children.get(to));
                    }
                }
            }
            return flow;
        }

        /** The symbol of the controller's round: another for each, so that no links come of it. */
        private static String roundOf(String flow) {
            return "round of " + flow;
        }

        private static @Nullable Retry retry(Control control, String flow) {
            String name = "retry of " + flow;
            return switch (control) {
                case NONE -> null;
                case TIMES ->
                    new Times(2).waiting(A_WAIT).provides(roundOf(flow)).named(name);
                case EACH ->
                    new ForEach(List.of(1, 2, 3)).provides(roundOf(flow)).named(name);
                case TIMES_REVERTING_ALL ->
                    new Times(2, Decision.REVERT_ALL).provides(roundOf(flow)).named(name);
            };
        }

        private Task task(Step step, String symbol) {
            String name = "t" + named++;
            Task task = Tasks.of(
                    name,
                    List.of(Input.in("round", Integer.class)),
                    given -> {
                        tell(given.context(), true);
                        int round = Objects.requireNonNull((Integer) given.get("round"));
                        int attempt = given.context().request().attempt();
                        if (round < step.failsBefore() || attempt <= step.failingAttempts()) {
                            throw new IllegalStateException(name + " fails in round " + round);
                        }
                        return name + " in round " + round;
                    },
                    (outcome, failures, given) -> tell(given.context(), false));
            return task.attempts(Attempts.of(step.failingAttempts() + 1).waiting(A_WAIT))
                    .rebind("round", symbol);
        }

        private void tell(TaskContext context, boolean execute) {
            RequestName request = context.request();
            calls.accept(new Call(request.atom(), execute, request.round(), request.attempt()));
        }
    }
}
