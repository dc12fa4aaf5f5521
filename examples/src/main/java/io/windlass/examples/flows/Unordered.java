package io.windlass.examples.flows;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.flow.UnorderedFlow;
import io.windlass.state.FlowState;
import java.util.List;

/** Steps that do not wait for each other: one fails, and all the others are undone. */
final class Unordered implements Example {
    /** Books something, if there is any left. */
    @TaskType("trip.book")
    static final class Book extends Task {
        public String execute(String what, boolean available) {
            if (!available) {
                throw new IllegalStateException("no " + what + " is left");
            }
            return what + "-1";
        }

        /** Cancels the booking, if there is one. */
        public void revert(String result) {}
    }

    @Override
    public String name() {
        return "unordered";
    }

    @Override
    public String summary() {
        return "three steps at once; one fails, and the others are undone";
    }

    @Override
    public List<Scene> scenes() {
        UnorderedFlow flow =
                UnorderedFlow.named("trip").add(book("flight", true), book("hotel", false), book("car", true));
        return List.of(Scene.of("A trip without a hotel is no trip", flow, FlowState.REVERTED));
    }

    private static Task book(String what, boolean available) {
        return new Book().named(what).inject("what", what).inject("available", available);
    }

    @Override
    public List<Post> posts() {
        return Post.one("trip.book");
    }
}
