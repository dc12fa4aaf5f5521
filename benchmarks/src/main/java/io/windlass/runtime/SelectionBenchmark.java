package io.windlass.runtime;

import io.windlass.bench.micro.Progressed;
import io.windlass.bench.micro.Shape;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import java.util.ArrayDeque;
import java.util.Deque;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Which tasks may run next. It is in this package since nobody else may ask. */
@State(Scope.Thread)
public class SelectionBenchmark {
    /** Tasks of the flow. */
    @Param({"3", "1000"})
    public int tasks;

    private Compilation graph = Compiler.compile(Shape.GRAPH.of(1));
    private Readiness fresh = new Readiness(graph, Progressed.of(graph).storage());

    /** Compiles the flow. */
    @Setup
    public void compile() {
        graph = Compiler.compile(Shape.GRAPH.of(tasks));
        fresh = new Readiness(graph, Progressed.of(graph).storage());
    }

    /** All are looked at, as at the beginning of a run and after failures. */
    @Benchmark
    public void all(Blackhole ready) {
        fresh.rebuild();
        fresh.all(ready::consume);
    }

    /** From the first task to the last, each found when those before it have ended; their states are kept too. */
    @Benchmark
    public int walk() {
        Progressed run = Progressed.of(graph);
        Readiness readiness = new Readiness(graph, run.storage());
        readiness.rebuild();
        Deque<Integer> ready = new ArrayDeque<>();
        readiness.all(ready::add);
        int done = 0;
        while (!ready.isEmpty()) {
            int node = ready.remove();
            run.done(node);
            readiness.settle(node, ready::add);
            done++;
        }
        return done;
    }
}
