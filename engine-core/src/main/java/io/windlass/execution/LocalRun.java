package io.windlass.execution;

import io.windlass.atom.TaskContext;

/** One request, run on this thread. */
final class LocalRun {
    private LocalRun() {}

    /**
     * Runs it.
     *
     * @param submitted when the request came, in monotonic nanoseconds
     */
    static TaskOutcome of(
            TaskRequest request, TaskExecutor.OutcomeListener listener, LocalEvents events, long submitted) {
        long began = System.nanoTime();
        events.started(request.task(), began - submitted);
        TaskContext context = TaskContext.here(request.name(), listener.of(request.name()));
        TaskInvoker.Result result = TaskInvoker.invoke(
                request.task(),
                request.name().action(),
                request.arguments(),
                request.previous(),
                request.failures(),
                context);
        boolean success = result.failure() == null;
        events.ended(request.task(), request.name().action(), success, System.nanoTime() - began);
        return new TaskOutcome(request.name(), result.value(), result.failure(), null, null, () -> {});
    }
}
