package io.windlass.bench.micro;

import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.flow.Flow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a flow's definition to the graph that is run. */
@State(Scope.Thread)
public class CompileBenchmark {
    /** Tasks of the flow. */
    @Param({"3", "1000"})
    public int tasks;

    private Flow chain = Shape.CHAIN.of(1);
    private Flow fan = Shape.FAN.of(1);
    private Flow graph = Shape.GRAPH.of(1);

    /** Defines the flows. */
    @Setup
    public void define() {
        chain = Shape.CHAIN.of(tasks);
        fan = Shape.FAN.of(tasks);
        graph = Shape.GRAPH.of(tasks);
    }

    /** One after the other. */
    @Benchmark
    public Compilation chain() {
        return Compiler.compile(chain);
    }

    /** In no order. */
    @Benchmark
    public Compilation fan() {
        return Compiler.compile(fan);
    }

    /** Linked by names. */
    @Benchmark
    public Compilation graph() {
        return Compiler.compile(graph);
    }
}
