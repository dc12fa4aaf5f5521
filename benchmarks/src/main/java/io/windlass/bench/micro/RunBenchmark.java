package io.windlass.bench.micro;

import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A flow from its definition to its end, without a broker and a database; its tasks one after the other. */
@State(Scope.Thread)
public class RunBenchmark {
    /** Tasks of the flow. */
    @Param({"3", "1000"})
    public int tasks;

    private final Persistence persistence = new MemoryPersistence();
    private final RunThreads threads = new RunThreads();
    private Flow chain = Shape.CHAIN.of(1);
    private Flow fan = Shape.FAN.of(1);

    /** Defines the flows. */
    @Setup
    public void define() {
        chain = Shape.CHAIN.of(tasks);
        fan = Shape.FAN.of(tasks);
    }

    /** Ends what runs them. */
    @TearDown
    public void close() {
        threads.close();
        persistence.close();
    }

    /** Each task needs the one before. */
    @Benchmark
    public FlowState chain() {
        return run(chain);
    }

    /** All may start at once. */
    @Benchmark
    public FlowState fan() {
        return run(fan);
    }

    private FlowState run(Flow flow) {
        Engine engine =
                Engine.builder(flow).persistence(persistence).threads(threads).build();
        FlowState state = engine.run();
        persistence.destroyFlow(engine.id());
        return state;
    }
}
