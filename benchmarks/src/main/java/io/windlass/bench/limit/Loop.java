package io.windlass.bench.limit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that do one thing for ever; the process ends with the first one that cannot. */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private Loop() {}

    /** What a thread does. */
    interface Work {
        void run() throws Exception;
    }

    static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        LOG.error("The limit loop broke", e);
                        Runtime.getRuntime().halt(1);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
