package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Volumes are being made when somebody interrupts that; by its tracking id it is gone on with, on the same volumes. */
final class ResumeVolumeCreate {
    private static final int MOST_VOLUMES = 10;

    record Volume(String type, String location) {}

    static final class Print extends Task {
        public void execute(String text) {
            Headline.print(text);
        }
    }

    static final class CreateSpecs extends Task {
        public List<Volume> execute() {
            return IntStream.rangeClosed(1, ThreadLocalRandom.current().nextInt(1, MOST_VOLUMES + 1))
                    .mapToObj(number -> new Volume("disk", "/dev/vda" + number))
                    .toList();
        }
    }

    static final class PrepareVolumes extends Task {
        public void execute(List<Volume> specs) {
            for (Volume volume : specs) {
                System.out.println("Dusting off your hard drive " + volume.location());
                System.out.println("Taking a well deserved break.");
                System.out.println("Your drive " + volume.location() + " has been certified.");
            }
        }
    }

    private ResumeVolumeCreate() {}

    private static Task print(String name, String text) {
        return new Print().named(name).inject("text", text);
    }

    private static Flow flow() {
        Task specs = new CreateSpecs().named("volume-specs").provides("specs");
        Task nap = print("nap", "I need a nap, it took me a while to build those specs.");
        Task prepare = new PrepareVolumes().named("prepare-volumes");
        return LinearFlow.named("root")
                .add(
                        print("begin", "Starting volume create"),
                        GraphFlow.named("maker")
                                .add(specs, nap, prepare)
                                .link(specs, nap)
                                .link(nap, prepare),
                        print("end", "Finished volume create"));
    }

    /** Suspends the run when it comes to the nap. */
    private static FlowState runUntilTheNap(Engine engine) {
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals("nap")) {
                    engine.suspend();
                }
            }
        });
        return engine.run();
    }

    public static void main(String... arguments) {
        try (MemoryPersistence persistence = new MemoryPersistence()) {
            LogBook book = persistence.saveBook(LogBook.named("resume-volume-create"));
            Engine engine = Engine.builder(flow())
                    .persistence(persistence)
                    .book(book.id())
                    .build();
            System.out.println("!! Your tracking id is: '" + book.id() + "+" + engine.id() + "'");
            System.out.println("!! Interrupted: the flow is " + runUntilTheNap(engine));
            Engine.builder(flow())
                    .persistence(persistence)
                    .resume(persistence.load(engine.id()).orElseThrow())
                    .build()
                    .run();
        }
    }
}
