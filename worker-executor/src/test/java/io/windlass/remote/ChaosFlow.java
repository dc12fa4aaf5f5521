package io.windlass.remote;

import io.windlass.atom.Attempts;
import io.windlass.atom.FlowElement;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.retry.Decision;
import io.windlass.retry.Retry;
import io.windlass.retry.Times;
import io.windlass.state.RequestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Draws flows of tasks for workers from a seed: lines, sets and graphs in each other, retried, failing, undone. */
final class ChaosFlow {
    /** The store's value that tasks without a controller take for their round. */
    static final String FIRST_ROUND = "first";

    /** Names of tasks that start at most once begin so. */
    static final String ONCE = "once";

    private static final int MOST_CHILDREN = 4;
    private static final int MANY_CHILDREN = 80;
    private static final int DEPTH = 2;

    private final Random random;
    private final Consumer<RequestName> runs;
    private final boolean once;
    private int named;

    private ChaosFlow(Random random, Consumer<RequestName> runs, boolean once) {
        this.random = random;
        this.runs = runs;
        this.once = once;
    }

    /** Tells that it runs, takes some time, and fails where it is asked to. */
    @TaskType("chaos.step")
    static final class Step extends Task {
        private final Consumer<RequestName> runs;

        Step(Consumer<RequestName> runs) {
            this.runs = runs;
        }

        public String execute(TaskContext context, int round, int failsBefore, int failingAttempts, int millis) {
            runs.accept(context.request());
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            if (round < failsBefore || context.request().attempt() <= failingAttempts) {
                throw new IllegalStateException("fails in round " + round);
            }
            return context.request().atom() + " in round " + round;
        }

        public void revert(TaskContext context) {
            runs.accept(context.request());
        }
    }

    /**
     * Draws a flow; the same seed draws the same one.
     *
     * @param runs hears of each run in this process
     * @param once whether some of its tasks start at most once
     */
    static Flow draw(long seed, Consumer<RequestName> runs, boolean once) {
        return new ChaosFlow(new Random(seed), runs, once).flow(0, FIRST_ROUND);
    }

    private Flow flow(int depth, String outerRound) {
        String name = depth == 0 ? "f" : "f" + named++;
        Retry retry = retry(name);
        String round = retry == null ? outerRound : "round of " + name;
        List<FlowElement> children = new ArrayList<>();
        int least = depth > 0 ? 1 : random.nextInt(10) == 0 ? MANY_CHILDREN : 2;
        while (children.size() < least || (children.size() < MOST_CHILDREN && random.nextInt(3) > 0)) {
            children.add(depth < DEPTH && random.nextInt(3) == 0 ? flow(depth + 1, round) : step(round));
        }
        return switch (random.nextInt(3)) {
            case 0 -> {
                LinearFlow flow = retry == null ? LinearFlow.named(name) : LinearFlow.named(name, retry);
                children.forEach(flow::add);
                yield flow;
            }
            case 1 -> {
                UnorderedFlow flow = retry == null ? UnorderedFlow.named(name) : UnorderedFlow.named(name, retry);
                children.forEach(flow::add);
                yield flow;
            }
            default -> linked(retry == null ? GraphFlow.named(name) : GraphFlow.named(name, retry), children);
        };
    }

    private GraphFlow linked(GraphFlow flow, List<FlowElement> children) {
        children.forEach(flow::add);
        for (int to = 1; to < children.size(); to++) {
            for (int from = 0; from < to; from++) {
                if (random.nextBoolean()) {
                    flow.link(children.get(from), children.get(to));
                }
            }
        }
        return flow;
    }

    private @Nullable Retry retry(String flow) {
        return random.nextInt(3) > 0
                ? null
                : new Times(2, Decision.REVERT_ALL).provides("round of " + flow).named("retry of " + flow);
    }

    private Task step(String round) {
        boolean isOnce = random.nextInt(4) == 0 && once;
        String name = (isOnce ? ONCE : "t") + named++;
        int failsBefore = List.of(0, 0, 0, 0, 0, 0, 2, 9).get(random.nextInt(8));
        int failing = isOnce || random.nextInt(6) > 0 ? 0 : 1 + random.nextInt(2);
        int millis = random.nextInt(8) == 0 ? 300 : random.nextInt(20);
        Task step = new Step(runs)
                .named(name)
                .provides(name)
                .rebind("round", round)
                .inject("failsBefore", failsBefore)
                .inject("failingAttempts", failing)
                .inject("millis", millis);
        return isOnce ? step.atMostOnce() : step.attempts(Attempts.of(failing + 1));
    }
}
