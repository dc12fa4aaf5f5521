package io.windlass.bench.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Member;
import io.windlass.bench.child.Part;
import io.windlass.bench.child.Timing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DBOS in this process, its default options, its tables in the run's database. */
final class DbosMember implements Member {
    private final DBOS dbos;
    private final Chain chain;
    private final ExecutorService callers;

    DbosMember(Part part) {
        dbos = new DBOS(DBOSConfig.defaults("windlass-bench")
                .withDatabaseUrl(part.databaseUrl())
                .withDbUser(parameter(part.databaseUrl(), "user"))
                .withDbPassword(parameter(part.databaseUrl(), "password")));
        chain = dbos.registerProxy(Chain.class, new ChainWorkflow(dbos));
        dbos.launch();
        callers = Executors.newFixedThreadPool(part.slots());
    }

    /** DBOS wants to be told apart what the URL says; {@return a parameter of the URL, empty where it has none} */
    private static String parameter(String url, String name) {
        Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
        return matcher.find() ? URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8) : "";
    }

    /** A workflow that is called is recorded as one that is started or queued is, and its caller need not ask for its end. */
    @Override
    public Map<String, Double> run(Load load) throws InterruptedException {
        if (load.shape() != Load.Shape.CHAIN) {
            throw new IllegalArgumentException("only chains are run here");
        }
        Timing timing = new Timing();
        AtomicInteger begun = new AtomicInteger();
        List<Future<?>> lanes = new ArrayList<>();
        for (int i = 0; i < load.inFlight(); i++) {
            lanes.add(callers.submit(() -> lane(load, timing, begun)));
        }
        for (Future<?> lane : lanes) {
            await(lane);
        }
        return timing.figures(load.tasks());
    }

    private void lane(Load load, Timing timing, AtomicInteger begun) {
        while (isTime(load, timing) && begun.getAndIncrement() < load.flows()) {
            long began = System.nanoTime();
            long end = chain.count(0, load.tasks());
            if (end != load.tasks()) {
                throw new IllegalStateException("a workflow came to " + end);
            }
            timing.flowEnded(began);
        }
    }

    private static boolean isTime(Load load, Timing timing) {
        return load.millis() == 0 || timing.elapsed() < TimeUnit.MILLISECONDS.toNanos(load.millis());
    }

    private static void await(Future<?> lane) throws InterruptedException {
        try {
            lane.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a workflow failed", e);
        }
    }

    @Override
    public void close() {
        callers.shutdownNow();
        dbos.shutdown();
    }
}
