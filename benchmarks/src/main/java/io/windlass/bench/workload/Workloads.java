package io.windlass.bench.workload;

import java.util.List;

/** What can be measured. */
public final class Workloads {
    private static final List<Workload> ALL = List.of(
            new Alone(),
            new FlowsInFlight(4),
            new FlowsInFlight(16),
            new FlowsInFlight(64),
            new FlowsInFlight(256),
            new FlowsInFlight(1000),
            new FanOut(1_000),
            new FanOut(10_000),
            new FanOut(100_000),
            new Budget(),
            new WorkerProcesses(),
            new EngineProcesses(),
            new ManyInFlight(10_000),
            new Idle(),
            new FinishedFlows(1_000_000),
            new WorkerStart(),
            new LocalFlows(64));

    private Workloads() {}

    /** {@return all of them, in the order in which they are run} */
    public static List<Workload> all() {
        return ALL;
    }

    /** {@return the names of those that the short form runs} */
    public static List<String> inShort() {
        return List.of("alone", "flows-64", "fan-out-10000");
    }

    /**
     * {@return those of these names, in the order of all}
     *
     * @throws IllegalArgumentException when there is none of a name
     */
    public static List<Workload> named(List<String> names, List<Workload> all) {
        for (String name : names) {
            if (all.stream().noneMatch(workload -> workload.name().equals(name))) {
                throw new IllegalArgumentException("there is no workload '" + name + "'; there are "
                        + String.join(", ", all.stream().map(Workload::name).toList()));
            }
        }
        return all.stream().filter(workload -> names.contains(workload.name())).toList();
    }
}
