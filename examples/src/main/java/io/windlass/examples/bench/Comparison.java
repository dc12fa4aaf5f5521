package io.windlass.examples.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The product beside the limit: both do the same work on the same broker and database, in turns, so that a noisy
 * machine disturbs both alike. What counts is the ratio.
 */
public final class Comparison {
    /** The product has much more code to be compiled than the loop. */
    private static final int WARM_UPS = 2;

    private static final int ROUNDS = 5;

    private final FlowBench product;
    private final PrintStream out;

    /** A comparison of that product, told there. */
    public Comparison(FlowBench product, PrintStream out) {
        this.product = product;
        this.out = out;
    }

    /** Something that does flows, so many at once, and takes the time. */
    private interface Work {
        long run(int flows, int atOnce) throws IOException, InterruptedException;
    }

    /**
     * Runs rounds of both.
     *
     * @param queueArguments of the limit's queues: those that the product's have
     * @param flows in each round, so many of them at once
     * @param alone how many are run one by one
     */
    public void run(
            String amqpUrl,
            String jdbcUrl,
            String prefix,
            Map<String, Object> queueArguments,
            int flows,
            int atOnce,
            int alone)
            throws IOException, TimeoutException, SQLException, InterruptedException {
        try (LimitLoop limit = new LimitLoop(amqpUrl, jdbcUrl, prefix, queueArguments)) {
            out.println("Warming up.");
            for (int round = 1; round <= WARM_UPS; round++) {
                product.run(flows, atOnce);
                limit.run(flows, atOnce);
            }
            List<Double> products = new ArrayList<>();
            List<Double> limits = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                limits.add(tasksPerSecond(flows, limit.run(flows, atOnce)));
                products.add(tasksPerSecond(flows, product.run(flows, atOnce)));
                out.printf(
                        "round %d, %d flows of %d remote tasks, %d in flight: limit %.0f, Windlass %.0f tasks a second%n",
                        round, flows, FlowBench.TASKS, atOnce, last(limits), last(products));
            }
            out.printf("ratio of the medians, %d in flight: %.2f%n", atOnce, median(products) / median(limits));
            double limitAlone = medianMillis(limit::run, alone);
            double productAlone = medianMillis(product::run, alone);
            out.printf(
                    "one flow of %d remote tasks alone, median of %d: limit %.2f ms, Windlass %.2f ms, ratio %.2f%n",
                    FlowBench.TASKS, alone, limitAlone, productAlone, productAlone / limitAlone);
        }
    }

    private static double tasksPerSecond(int flows, long nanos) {
        return flows * FlowBench.TASKS * 1e9 / nanos;
    }

    private static double medianMillis(Work work, int times) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            millis.add(work.run(1, 1) / 1e6);
        }
        return median(millis);
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
