package io.windlass.remote;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the JVM from ending, each named after what it does. */
final class DaemonThreads {
    private DaemonThreads() {}

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
