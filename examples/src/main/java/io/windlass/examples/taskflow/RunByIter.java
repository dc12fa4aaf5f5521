package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.runtime.RunIterator;
import java.util.ArrayList;
import java.util.List;

/** One thread takes runs on from state to state, a state of each in turn. */
final class RunByIter {
    private static final int FLOWS = 1;

    static final class Echo extends Task {
        public char execute(char letter) {
            System.out.println(letter);
            return (char) (letter + 1);
        }
    }

    private RunByIter() {}

    private static LinearFlow alphabet(int number) {
        LinearFlow flow = LinearFlow.named("alphabet-" + number);
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            Task echo = new Echo().named("echo-" + letter).rebind("letter", String.valueOf(letter));
            flow.add(letter == 'Z' ? echo : echo.provides(String.valueOf((char) (letter + 1))));
        }
        return flow;
    }

    public static void main(String... arguments) {
        List<RunIterator> runs = new ArrayList<>();
        for (int number = 1; number <= FLOWS; number++) {
            runs.add(Engine.builder(alphabet(number)).store("A", 'A').build().iterate());
        }
        while (!runs.isEmpty()) {
            for (RunIterator run : List.copyOf(runs)) {
                if (run.hasNext()) {
                    System.out.println(run.next());
                } else {
                    runs.remove(run);
                }
            }
        }
    }
}
