package io.windlass.bench.micro;

import io.windlass.atom.Task;
import io.windlass.compiler.Compiler;
import io.windlass.flow.GraphFlow;
import io.windlass.state.Action;
import io.windlass.value.Value;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a task is given, out of what others have returned. */
@State(Scope.Thread)
public class ArgumentsBenchmark {
    /** Tasks before the one that is asked about. */
    @Param({"3", "1000"})
    public int tasks;

    private Progressed chain = Progressed.of(Shape.CHAIN, 1);
    private Progressed join = Progressed.of(Shape.CHAIN, 1);
    private int lastOfChain;
    private int lastOfJoin;

    /** Has all tasks done, and the arguments looked for once, as the check before a run does. */
    @Setup
    public void run() {
        chain = Progressed.of(Shape.CHAIN, tasks + 1).allDone();
        Task[] before = IntStream.range(0, tasks).mapToObj(Shape::task).toArray(Task[]::new);
        Task last = Shape.task(tasks, IntStream.range(0, tasks).toArray());
        join = Progressed.of(
                        Compiler.compile(GraphFlow.named("join").add(before).add(last)))
                .allDone();
        lastOfChain = chain.last();
        lastOfJoin = join.last();
        chain.storage().values().missing(lastOfChain);
        join.storage().values().missing(lastOfJoin);
    }

    /** One argument, from the task before. */
    @Benchmark
    public Map<String, Value> nearest() {
        return chain.storage().values().arguments(lastOfChain, Action.EXECUTE);
    }

    /** An argument from each of the tasks before. */
    @Benchmark
    public Map<String, Value> join() {
        return join.storage().values().arguments(lastOfJoin, Action.EXECUTE);
    }
}
