package io.windlass.bench.micro;

import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.execution.TaskOutcome;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.Action;
import io.windlass.state.FlowIds;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import java.util.Map;

/**
 * A flow whose tasks are done by hand.
 *
 * @param graph of the flow
 * @param storage with its states and values
 */
public record Progressed(Compilation graph, FlowStorage storage) {
    private static final Value RESULT = new Value("42");

    /** Nothing is ever handed to it. */
    private static final Persistence UNUSED = new MemoryPersistence();

    /** {@return one that has not begun, and is not kept} */
    public static Progressed of(Compilation graph) {
        return of(graph, UNUSED);
    }

    static Progressed of(Shape shape, int tasks) {
        return of(Compiler.compile(shape.of(tasks)));
    }

    static Progressed of(Compilation graph, Persistence persistence) {
        FlowStorage storage = FlowStorage.create(graph, persistence, FlowIds.next(), null, Map.of());
        storage.moveFlow(FlowState.RUNNING);
        return new Progressed(graph, storage);
    }

    /** Begins a task and ends it at once. */
    public void done(int node) {
        storage.finished(node, TaskOutcome.of(storage.begin(node, Action.EXECUTE), RESULT));
    }

    /** Ends all tasks. */
    Progressed allDone() {
        graph.atoms().forEach(this::done);
        return this;
    }

    int last() {
        return graph.atoms().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
