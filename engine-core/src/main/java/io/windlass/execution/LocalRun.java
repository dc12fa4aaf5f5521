package io.windlass.execution;

import io.windlass.atom.TaskContext;

/** One request, run on this thread. */
final class LocalRun {
    private LocalRun() {}

    static TaskOutcome of(TaskRequest request, TaskExecutor.OutcomeListener listener) {
        TaskContext context =
                TaskContext.here(request.name(), fraction -> listener.progressed(request.name(), fraction));
        TaskInvoker.Result result = TaskInvoker.invoke(
                request.task(),
                request.name().action(),
                request.arguments(),
                request.previous(),
                request.failures(),
                context);
        return new TaskOutcome(request.name(), result.value(), result.failure(), null, null, () -> {});
    }
}
