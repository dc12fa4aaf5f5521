package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.UnorderedFlow;
import java.util.ArrayList;
import java.util.List;

/** Several tasks fail at once; each failure is looked at by its type, and what is not known is thrown on. */
final class WrappedException {
    private static final int SLEEP_MILLIS = 200;

    static final class FirstException extends Exception {
        private static final long serialVersionUID = 1L;

        FirstException(String message) {
            super(message);
        }
    }

    static final class SecondException extends Exception {
        private static final long serialVersionUID = 1L;

        SecondException(String message) {
            super(message);
        }
    }

    static final class FirstTask extends Task {
        public void execute(int sleepMillis, Object raise1) throws Exception {
            Thread.sleep(sleepMillis);
            if (!(raise1 instanceof Boolean raise)) {
                throw new IllegalArgumentException("Bad raise1 value: '" + raise1 + "'");
            }
            if (raise) {
                throw new FirstException("First task failed");
            }
        }
    }

    static final class SecondTask extends Task {
        public void execute(int sleepMillis, Object raise2) throws Exception {
            Thread.sleep(sleepMillis);
            if (!(raise2 instanceof Boolean raise)) {
                throw new IllegalArgumentException("Bad raise2 value: '" + raise2 + "'");
            }
            if (raise) {
                throw new SecondException("Second task failed");
            }
        }
    }

    private WrappedException() {}

    private static void run(int sleepMillis, Object raise1, Object raise2) throws Exception {
        UnorderedFlow flow = UnorderedFlow.named("flow").add(new FirstTask(), new SecondTask());
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(2)) {
            Engine.builder(flow)
                    .store("sleepMillis", sleepMillis)
                    .store("raise1", raise1)
                    .store("raise2", raise2)
                    .executor(threads)
                    .build()
                    .run();
        } catch (FlowFailedException e) {
            List<Failure> unknown = new ArrayList<>();
            for (Failure failure : e.failures()) {
                if (failure.is(FirstException.class)) {
                    System.out.println("Got FirstException: " + failure.message());
                } else if (failure.is(SecondException.class)) {
                    System.out.println("Got SecondException: " + failure.message());
                } else {
                    System.out.println("Unknown failure: " + failure);
                    unknown.add(failure);
                }
            }
            Failure.reraiseIfAny(unknown);
        }
    }

    public static void main(String... arguments) throws Exception {
        Headline.print("Raise and catch first exception only");
        run(0, true, false);

        Headline.print("Raise and catch both exceptions");
        run(SLEEP_MILLIS, true, true);

        Headline.print("Handle one exception, and re-raise another");
        try {
            run(SLEEP_MILLIS, true, "boom");
        } catch (IllegalArgumentException e) {
            System.out.println("As expected, IllegalArgumentException is here: " + e.getMessage());
        }
    }
}
