package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One result under several names, and inputs that are looked up under other names than their own: ((2 + 3) + 5) * 3. */
final class CalculateLinear {
    static final class Numbers extends Task {
        private final List<Integer> numbers;

        Numbers(Integer... numbers) {
            this.numbers = List.of(numbers);
        }

        public List<Integer> execute() {
            return numbers;
        }
    }

    static final class Adder extends Task {
        public int execute(int x, int y) {
            return x + y;
        }
    }

    static final class Multiplier extends Task {
        public int execute(int z, int factor) {
            return z * factor;
        }
    }

    private CalculateLinear() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("root")
                .add(
                        new Numbers(2, 3, 5).providesItems("x", "y", "d"),
                        new Adder().named("add-1").provides("z"), // from x and y
                        new Adder().named("add-2").provides("a").rebindInOrder("z", "d"),
                        new Multiplier().provides("r").rebind("z", "a").inject("factor", 3));
        Engine engine = Engine.builder(flow).build();
        engine.run();
        Map<String, Integer> results = new LinkedHashMap<>();
        for (String name : List.of("x", "y", "d", "z", "a", "r")) {
            results.put(name, engine.result(name, Integer.class));
        }
        System.out.println(results);
    }
}
