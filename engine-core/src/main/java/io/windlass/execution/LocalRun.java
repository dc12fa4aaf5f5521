package io.windlass.execution;

import io.windlass.atom.CancelSignal;
import io.windlass.atom.TaskContext;
import io.windlass.failure.Failure;
import io.windlass.failure.MayHaveRunException;
import io.windlass.state.Action;

/** One request, run on this thread. */
final class LocalRun {
    private LocalRun() {}

    /** What is stored as RUNNING when a process ends may have begun. */
    private static boolean mayHaveRun(TaskRequest request) {
        return request.reissued()
                && request.task().isAtMostOnce()
                && request.name().action() == Action.EXECUTE;
    }

    /**
     * Runs it.
     *
     * @param signal tells the body that it should end
     * @param submitted when the request came, in monotonic nanoseconds
     */
    static TaskOutcome of(
            TaskRequest request,
            CancelSignal signal,
            TaskExecutor.OutcomeListener listener,
            LocalEvents events,
            long submitted) {
        if (mayHaveRun(request)) {
            events.submitted(-1);
            return TaskOutcome.of(
                    request.name(),
                    Failure.of(new MayHaveRunException(request.name()
                            + " may have run: it runs at most once, and was RUNNING when its process ended; it is not"
                            + " started again")));
        }
        long began = System.nanoTime();
        events.started(request.task(), began - submitted);
        TaskContext context = TaskContext.here(request.name(), listener.of(request.name()), signal);
        TaskInvoker.Result result = signal.during(
                request.task().isInterruptible(),
                () -> TaskInvoker.invoke(
                        request.task(),
                        request.name().action(),
                        request.arguments(),
                        request.previous(),
                        request.failures(),
                        context));
        boolean success = result.failure() == null;
        events.ended(request.task(), request.name().action(), success, System.nanoTime() - began);
        return new TaskOutcome(request.name(), result.value(), result.failure(), null, null, () -> {});
    }
}
