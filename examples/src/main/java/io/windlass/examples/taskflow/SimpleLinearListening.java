package io.windlass.examples.taskflow;

import static io.windlass.atom.Input.in;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;

/** Tasks that are lambdas, and somebody who is told of each change of the flow and of them. */
final class SimpleLinearListening {
    private static final Input.Typed<Integer> JIM = in("jimNumber", Integer.class);
    private static final Input.Typed<Integer> JOE = in("joeNumber", Integer.class);

    private static final class Watch implements FlowListener {
        @Override
        public void flowChanged(FlowChanged change) {
            System.out.println("Flow => " + change.to());
        }

        @Override
        public void atomChanged(AtomChanged change) {
            System.out.println("Task " + change.atom() + " => " + change.to());
        }
    }

    private SimpleLinearListening() {}

    private static Task call(String name) {
        return Tasks.of("call-" + name, JIM, JOE, (jim, joe) -> {
            System.out.println("Calling " + name + ".");
            System.out.println("Context = {jimNumber=" + jim + ", joeNumber=" + joe + "}");
            return null;
        });
    }

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("simple-linear-listening").add(call("jim"), call("joe"));
        Engine.builder(flow)
                .store("jimNumber", 555)
                .store("joeNumber", 444)
                .listener(new Watch())
                .build()
                .run();
    }
}
