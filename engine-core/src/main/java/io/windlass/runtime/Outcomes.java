package io.windlass.runtime;

import io.windlass.atom.Progress;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Value;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Takes what the executor brings, on any thread, to the run's loop. */
final class Outcomes implements TaskExecutor.OutcomeListener {
    private final Loop loop;
    private final BodyReports reports;
    private final Consumer<List<TaskOutcome>> arrived;
    private final Consumer<Collection<RequestName>> withdrawn;

    /** Of one run. */
    Outcomes(
            Loop loop,
            BodyReports reports,
            Consumer<List<TaskOutcome>> arrived,
            Consumer<Collection<RequestName>> withdrawn) {
        this.loop = loop;
        this.reports = reports;
        this.arrived = arrived;
        this.withdrawn = withdrawn;
    }

    @Override
    public void completed(List<TaskOutcome> outcomes) {
        loop.executeHereAlways(() -> arrived.accept(outcomes)); // whoever keeps them is told also after the end
    }

    @Override
    public void withdrawn(Collection<RequestName> names) {
        List<RequestName> copy = List.copyOf(names);
        loop.execute(() -> withdrawn.accept(copy));
    }

    @Override
    public void progressed(RequestName name, Progress progress) {
        reports.progressed(name, progress);
    }

    @Override
    public CompletionStage<Void> started(RequestName name, List<Start> starts) {
        return reports.started(name, starts);
    }

    @Override
    public void event(RequestName name, String type, Value details) {
        reports.event(name, type, details);
    }
}
