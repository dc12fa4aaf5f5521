package io.windlass.runtime;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run's mailbox, which is closed when the run is over and hands on what goes wrong. Thread-safe. */
final class Loop implements Executor {
    private final Mailbox mailbox;
    private final Executor user;
    private final Consumer<Throwable> broken;
    /** Touched by messages only. */
    private boolean over;

    Loop(RunThreads threads, Consumer<Throwable> broken) {
        this.mailbox = new Mailbox(threads.loops(), this::runGuarded);
        this.user = threads.user();
        this.broken = broken;
    }

    /** Posts a message. */
    @Override
    public void execute(Runnable message) {
        mailbox.post(message);
    }

    /** Runs a message now, as part of another one. */
    void run(Runnable message) {
        if (over) {
            return;
        }
        try {
            message.run();
        } catch (RuntimeException | Error e) {
            broken.accept(e);
        }
    }

    private void runGuarded(Runnable message) {
        if (message instanceof Always always) {
            always.run();
        } else {
            run(message);
        }
    }

    /** What is run even when the run is over. */
    private record Always(Runnable message) implements Runnable {
        @Override
        public void run() {
            message.run();
        }
    }

    /** Posts a message; the calling thread may run it. */
    void executeHere(Runnable message) {
        mailbox.postHere(message);
    }

    /** Posts a message that is run even when the run is over; what it throws is nobody's. */
    void executeAlways(Runnable message) {
        mailbox.post(new Always(message));
    }

    /** Posts a message that is run even when the run is over; the calling thread may run it. */
    void executeHereAlways(Runnable message) {
        mailbox.postHere(new Always(message));
    }

    /** Runs user code, whose exceptions are caught in there, where it may block; goes on with what it returns. */
    <T> void ask(Supplier<T> question, Consumer<T> then) {
        user.execute(() -> {
            try {
                T answer = question.get();
                execute(() -> then.accept(answer));
            } catch (RuntimeException | Error e) {
                execute(() -> broken.accept(e));
            }
        });
    }

    /** The run is over: messages that still come are dropped. */
    void close() {
        over = true;
    }

    boolean isClosed() {
        return over;
    }
}
