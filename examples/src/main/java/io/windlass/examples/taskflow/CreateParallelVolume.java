package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.UnorderedFlow;
import io.windlass.listener.PrintingListener;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Volumes made side by side; a listener prints each change. */
final class CreateParallelVolume {
    private static final int VOLUMES = 5;
    private static final int LONGEST_MILLIS = 300;
    private static final double NANOS = 1e9;

    static final class CreateVolume extends Task {
        public void execute(String volume) throws InterruptedException {
            System.out.println("Making volume " + volume);
            Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_MILLIS));
            System.out.println("Finished making volume " + volume);
        }
    }

    private CreateParallelVolume() {}

    public static void main(String... arguments) {
        UnorderedFlow flow = UnorderedFlow.named("volume-maker");
        for (int i = 0; i < VOLUMES; i++) {
            flow.add(new CreateVolume().named("create-vol-" + i).inject("volume", "vol-" + i));
        }
        long begin = System.nanoTime();
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(VOLUMES)) {
            Engine.builder(flow)
                    .executor(threads)
                    .listener(new PrintingListener())
                    .build()
                    .run();
        }
        double seconds = (System.nanoTime() - begin) / NANOS;
        System.out.println(String.format(Locale.ROOT, " -- Volume-Maker took %.3f seconds", seconds));
    }
}
