package io.windlass.examples.taskflow;

import io.windlass.conductor.Conductor;
import io.windlass.conductor.ConductorEvent;
import io.windlass.engine.FlowFactories;
import io.windlass.examples.farm.Approve;
import io.windlass.examples.farm.Checkout;
import io.windlass.examples.farm.Compile;
import io.windlass.examples.farm.Report;
import io.windlass.examples.farm.Review;
import io.windlass.examples.farm.TestOnLinux;
import io.windlass.examples.farm.TestOnWindows;
import io.windlass.job.Jobboard;
import io.windlass.job.memory.MemoryJobboard;
import io.windlass.job.memory.MemoryJobs;
import java.util.List;

/**
 * Reviews are posted as jobs; a conductor has each of them built by a fleet whose machines are not alike. Where a step
 * may run follows from which machines serve it.
 */
final class ToxConductor {
    private static final int REVIEWS = 5;
    private static final int BROKEN = 3;

    private ToxConductor() {}

    public static void main(String... arguments) throws InterruptedException {
        MemoryJobs jobs = new MemoryJobs();
        try (LocalWorkers farm = fleet()) {
            FlowFactories factories = new FlowFactories().register(Review.NAME, Review::flow);
            try (Jobboard board = new MemoryJobboard(jobs)) {
                board.connect();
                for (int review = 1; review <= REVIEWS; review++) {
                    String breaksOn = review == BROKEN ? "windows" : Review.NOWHERE;
                    board.post(Review.posting("review-" + review, breaksOn));
                }
            }
            try (Conductor conductor = Conductor.builder(
                            "farm", new MemoryJobboard(jobs), farm.persistence(), factories)
                    .executor(farm.executor())
                    .build()) {
                conductor.listen(ToxConductor::tell);
                conductor.run(REVIEWS);
            }
        }
    }

    /** Any machine checks out and talks to the review; a big one compiles; tests want their platform. */
    private static LocalWorkers fleet() {
        return LocalWorkers.none()
                .add("small-1", List.of(Report.class, Checkout.class, Approve.class))
                .add("small-2", List.of(Report.class, Checkout.class, Approve.class))
                .add("big-1", List.of(Report.class, Checkout.class, Compile.class, Approve.class))
                .add("linux-1", List.of(TestOnLinux.class))
                .add("windows-1", List.of(TestOnWindows.class));
    }

    private static void tell(ConductorEvent event) {
        switch (event.kind()) {
            case JOB_CONSUMED, JOB_ABANDONED, JOB_TRASHED ->
                System.out.println("conductor: " + event.job().name() + " " + event.kind());
            default -> {}
        }
    }
}
