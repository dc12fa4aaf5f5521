package io.windlass.examples.taskflow;

import java.util.List;
import java.util.Optional;

/** All examples after TaskFlow's. */
public final class Programs {
    private static final List<Program> ALL = List.of(
            Program.of("simple-linear", "two tasks, and inputs from the store", SimpleLinear::main),
            Program.of("simple-linear-pass", "one task's result is another one's input", SimpleLinearPass::main),
            Program.of("simple-linear-listening", "lambdas as tasks, and a listener", SimpleLinearListening::main),
            Program.of("reverting-linear", "a task fails, and all is undone", RevertingLinear::main),
            Program.of("retry-flow", "a controller has a flow tried with other values", RetryFlow::main),
            Program.of("run-by-iter", "runs taken on from state to state, in turns", RunByIter::main),
            Program.of("run-by-iter-enumerate", "the states of a run, numbered", RunByIterEnumerate::main),
            Program.of("pseudo-scoping", "a prefix keeps names apart", PseudoScoping::main),
            Program.of("resume-from-backend", "suspended by one engine, resumed by another", ResumeFromBackend::main),
            Program.onDatabase(
                    "resume-many-flows",
                    "processes die, another goes on with all their flows, made again by a factory",
                    ResumeManyFlows::main),
            Program.of("graph-flow", "order that follows from inputs, and a flow in a flow", GraphOfSums::main),
            Program.of("calculate-linear", "results under several names, inputs under others", CalculateLinear::main),
            Program.of("calculate-in-parallel", "tasks side by side on threads", CalculateInParallel::main),
            Program.of("build-a-car", "a graph inside a line; a wrong car is thrown away", BuildACar::main),
            Program.of("buildsystem", "a flow with a target", BuildSystem::main),
            Program.of("wrapped-exception", "several failures at once, looked at by type", WrappedException::main),
            Program.of("switch-graph-flow", "a decider skips a task", SwitchGraphFlow::main),
            Program.of("echo-listener", "a listener that logs each change", EchoListener::main),
            Program.of("timing-listener", "how long tasks take", TimingListener::main),
            Program.of("alphabet-soup", "tasks that tell how far they are", AlphabetSoup::main),
            Program.of("hello-world", "one flow on each executor there is", HelloWorld::main),
            Program.of("delayed-return", "a result before the flow has ended", DelayedReturn::main),
            Program.of("distance-calculator", "optional inputs", DistanceCalculator::main),
            Program.of("dump-memory-backend", "what a store holds of a flow", DumpMemoryBackend::main),
            Program.of("fake-billing", "tasks that share what is not stored; progress", FakeBilling::main),
            Program.of("create-parallel-volume", "side by side, each change printed", CreateParallelVolume::main),
            Program.of("parallel-table-multiply", "a task for each row of a table", ParallelTableMultiply::main),
            Program.of("simple-map-reduce", "sums of chunks, and their sum", SimpleMapReduce::main),
            Program.of("share-engine-thread", "two engines on one pool of threads", ShareEngineThread::main),
            Program.onDatabase(
                    "persistence-example", "what a database holds of a failed flow", PersistenceExample::main),
            Program.of("resume-vm-boot", "flows in a flow, gone on with by a tracking id", ResumeVmBoot::main),
            Program.of("resume-volume-create", "an interrupted flow goes on with its values", ResumeVolumeCreate::main),
            Program.of("wbe-simple-linear", "tasks on workers", WbeSimpleLinear::main),
            Program.of("wbe-mandelbrot", "work split among workers", WbeMandelbrot::main),
            Program.of("wbe-event-sender", "events that a task on a worker tells of", WbeEventSender::main),
            Program.onDatabase(
                    "jobboard-produce-consume-colors",
                    "jobs on a board, and those who look for some of them",
                    JobboardProduceConsumeColors::main),
            Program.onDatabase("99-bottles", "a poster that goes, and a conductor that sings", NinetyNineBottles::main),
            Program.of("tox-conductor", "a conductor, and workers that are not alike", ToxConductor::main));

    private Programs() {}

    /** {@return all, in the order in which to look at them} */
    public static List<Program> all() {
        return ALL;
    }

    /** {@return the one of that name} */
    public static Optional<Program> named(String name) {
        return ALL.stream().filter(program -> program.name().equals(name)).findFirst();
    }
}
