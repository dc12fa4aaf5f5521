package io.windlass.examples.crash;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A worker process with a task that ends the process in its body, one that does no harm, and one that never ends. */
public final class DeadlyWorker {
    static final Duration HEARTBEAT = Duration.ofMillis(300);
    static final List<RequestQueue> QUEUES = List.of(
            new RequestQueue("deadly", "crash.deadly", 1),
            new RequestQueue("deadly", "crash.harmless", 1),
            new RequestQueue("deadly", "crash.endless", 1));

    /** What a worker dies with. */
    static final int STATUS = 42;

    private DeadlyWorker() {}

    @TaskType("crash.deadly")
    static final class Deadly extends Task {
        public void execute() {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    @TaskType("crash.harmless")
    static final class Harmless extends Task {
        public void execute() {}

        public void revert() {}
    }

    /** Says in a file that it has begun, as {@code PID RUN}, and never ends by itself. */
    @TaskType("crash.endless")
    static final class Endless extends Task {
        public void execute(String ledger, TaskContext context) throws IOException, InterruptedException {
            Files.writeString(
                    Path.of(ledger),
                    ProcessHandle.current().pid() + " " + context.runId() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            new CountDownLatch(1).await();
        }
    }

    /** Arguments: the broker's URL, the prefix, the worker's name. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Proxy proxy = AmqpProxy.builder(arguments[0])
                        .prefix(arguments[1])
                        .name(arguments[2])
                        .connect();
                Worker worker = Worker.builder(proxy)
                        .name(arguments[2])
                        .pool("deadly")
                        .heartbeat(HEARTBEAT)
                        .register(Deadly.class)
                        .register(Harmless.class)
                        .register(Endless.class)
                        .build()) {
            worker.run();
        }
    }

    static Process start(String url, String prefix, String name, Path logs) {
        return JavaProcess.start(DeadlyWorker.class, name, logs, url, prefix, name);
    }
}
