package io.windlass.examples.cli;

/** What a process does when it is told to stop. */
final class Shutdown {
    private Shutdown() {}

    /** Stops in an orderly way on SIGTERM or Ctrl-C and exits with 0, which a plain shutdown hook would not. */
    static void onSignal(Runnable stop) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.run();
                            Runtime.getRuntime().halt(0);
                        },
                        "windlass-shutdown"));
    }
}
