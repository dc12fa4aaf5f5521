package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.notify.Notifier;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.concurrent.CompletableFuture;

/** A result is handed out as soon as its task has ended; the rest of the flow goes on. */
final class DelayedReturn {
    static final class Hi extends Task {
        public String execute() {
            return "hi";
        }
    }

    static final class Bye extends Task {
        public String execute() {
            return "bye";
        }
    }

    /** Completes a future with what becomes of a task. */
    private record Poke(String task, CompletableFuture<String> future) implements FlowListener {
        @Override
        public void atomChanged(AtomChanged change) {
            if (!change.atom().equals(task)) {
                return;
            }
            if (change.failure() == null) {
                future.complete(change.result(String.class));
            } else {
                future.completeExceptionally(change.failure().exception());
            }
        }
    }

    private DelayedReturn() {}

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("root").add(new Hi().named("hi"), new Bye().named("bye"));
        Engine engine = Engine.builder(flow).build();
        CompletableFuture<String> hi = new CompletableFuture<>();
        engine.notifier().register(new Poke("hi", hi), Notifier.tasks(AtomState.SUCCESS, AtomState.FAILURE));
        CompletableFuture<FlowState> end = engine.start();
        System.out.println(hi.join());
        System.out.println(end.join());
    }
}
