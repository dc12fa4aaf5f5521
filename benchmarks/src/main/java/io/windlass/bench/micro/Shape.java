package io.windlass.bench.micro;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import java.util.List;
import java.util.stream.IntStream;

/** Flows to measure with. */
public enum Shape {
    /** Each task needs the result of the one before. */
    CHAIN {
        @Override
        public Flow of(int tasks) {
            LinearFlow flow = LinearFlow.named("chain");
            for (int i = 0; i < tasks; i++) {
                flow.add(i == 0 ? task(i) : task(i, i - 1));
            }
            return flow;
        }
    },
    /** No task needs another one. */
    FAN {
        @Override
        public Flow of(int tasks) {
            UnorderedFlow flow = UnorderedFlow.named("fan");
            for (int i = 0; i < tasks; i++) {
                flow.add(task(i));
            }
            return flow;
        }
    },
    /** Each task needs the results of two before it. */
    GRAPH {
        @Override
        public Flow of(int tasks) {
            GraphFlow flow = GraphFlow.named("graph");
            for (int i = 0; i < tasks; i++) {
                flow.add(i == 0 ? task(i) : task(i, i - 1, i / 2));
            }
            return flow;
        }
    };

    /** {@return a new flow of so many tasks, which do next to nothing} */
    public abstract Flow of(int tasks);

    /** {@return a task that needs the results of those} */
    static Task task(int number, int... needed) {
        List<Input> inputs = IntStream.of(needed)
                .distinct()
                .mapToObj(need -> (Input) Input.in(result(need), Integer.class))
                .toList();
        return Tasks.of("task-" + number, inputs, given -> number).provides(result(number));
    }

    private static String result(int number) {
        return "result-" + number;
    }
}
