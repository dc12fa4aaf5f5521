package io.windlass.bench.micro;

import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.execution.TaskOutcome;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a flow's steps change, gathered and kept in memory. */
@State(Scope.Thread)
public class StorageBenchmark {
    /** Tasks of the flow. */
    @Param({"3", "1000"})
    public int tasks;

    private final Persistence persistence = new MemoryPersistence();
    private final Value result = Values.write("a result");
    private Compilation graph = Compiler.compile(Shape.CHAIN.of(1));

    /** Compiles the flow. */
    @Setup
    public void compile() {
        graph = Compiler.compile(Shape.CHAIN.of(tasks));
    }

    /** A flow from its first step to its last: one more than it has tasks. It is removed at the end. */
    @Benchmark
    public UUID steps() {
        FlowStorage storage = Progressed.of(graph, persistence).storage();
        for (int node : graph.atoms()) {
            RequestName name = storage.begin(node, Action.EXECUTE);
            await(storage.commit());
            storage.finished(node, TaskOutcome.of(name, result)); // stored with the start of the next one
        }
        storage.moveFlow(FlowState.SUCCESS);
        await(storage.commit());
        persistence.destroyFlow(storage.id());
        return storage.id();
    }

    private static void await(CompletionStage<Void> stored) {
        stored.toCompletableFuture().join();
    }
}
