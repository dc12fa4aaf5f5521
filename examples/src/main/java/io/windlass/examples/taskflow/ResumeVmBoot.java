package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.engine.FlowFactories;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.state.AtomState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * A virtual machine is booted, flows within a flow. The process that began it is told to stop half way; the next one
 * has a tracking id and the same factories, and ends what is left.
 */
final class ResumeVmBoot {
    private static final int HIGHEST_HOST = 254;

    private static final FlowFactories FACTORIES =
            new FlowFactories().register("vm-boot", arguments -> flow(arguments.get("spec", Spec.class)));

    record Spec(String type, int disks, int vcpu, int ips, int volumes) {}

    static final class Print extends Task {
        public void execute(String text) {
            Headline.print(text);
        }
    }

    static final class DefineSpec extends Task {
        public Spec execute(Spec given) {
            System.out.println("Defined " + given);
            return given;
        }
    }

    static final class LocateImages extends Task {
        public Map<String, String> execute(Spec spec) {
            Map<String, String> places = new LinkedHashMap<>();
            for (int disk = 0; disk < spec.disks(); disk++) {
                places.put("https://images.example/" + disk, "/tmp/" + disk + ".img");
            }
            return places;
        }
    }

    static final class DownloadImages extends Task {
        public List<String> execute(Map<String, String> images) {
            images.forEach((from, to) -> System.out.println("Downloading from " + from + " => " + to));
            return List.copyOf(images.values());
        }
    }

    static final class AllocateIps extends Task {
        public List<String> execute(Spec spec) {
            return IntStream.range(0, spec.ips())
                    .mapToObj(ip -> "192.168.0." + ThreadLocalRandom.current().nextInt(1, HIGHEST_HOST + 1))
                    .toList();
        }
    }

    static final class WriteNetworkSettings extends Task {
        public void execute(List<String> paths, List<String> ips) {
            for (String path : paths) {
                System.out.println("Mounting " + path);
                for (int i = 0; i < ips.size(); i++) {
                    System.out.println("Writing ifcfg-eth" + i + ": IPADDR=" + ips.get(i));
                }
            }
        }
    }

    static final class AllocateVolumes extends Task {
        public List<String> execute(Spec spec) {
            List<String> volumes = IntStream.rangeClosed(1, spec.volumes())
                    .mapToObj(number -> "/dev/vda" + number)
                    .toList();
            volumes.forEach(volume -> System.out.println("Allocated volume " + volume));
            return volumes;
        }
    }

    static final class FormatVolumes extends Task {
        public void execute(List<String> volumes) {
            volumes.forEach(volume -> System.out.println("Formatted volume " + volume));
        }
    }

    static final class Boot extends Task {
        public void execute(Spec spec) {
            System.out.println("Starting vm!");
            System.out.println("Created: " + spec);
        }
    }

    private ResumeVmBoot() {}

    private static Task print(String name, String text) {
        return new Print().named(name).inject("text", text);
    }

    private static Flow flow(Spec spec) {
        return LinearFlow.named("vm-boot")
                .add(
                        print("begin", "Starting vm creation."),
                        LinearFlow.named("vm-maker")
                                .add(
                                        new DefineSpec().inject("given", spec).provides("spec"),
                                        GraphFlow.named("img-maker")
                                                .add(
                                                        new LocateImages().provides("images"),
                                                        new DownloadImages()
                                                                .named("download")
                                                                .provides("paths")),
                                        GraphFlow.named("net-maker")
                                                .add(new AllocateIps().provides("ips"), new WriteNetworkSettings()),
                                        GraphFlow.named("volume-maker")
                                                .add(new AllocateVolumes().provides("volumes"), new FormatVolumes()),
                                        new Boot()),
                        print("end", "Finished vm create."),
                        print("running", "Instance is running!"));
    }

    /** Begins, and stops when the images are there; {@return the flow's id, which its log book would tell too} */
    private static UUID begin(Persistence persistence) {
        LogBook book = persistence.saveBook(LogBook.named("vm-boot"));
        Engine engine = FACTORIES
                .engine("vm-boot", Map.of("spec", new Spec("kvm", 2, 1, 1, 3)))
                .persistence(persistence)
                .book(book.id())
                .build();
        System.out.println("!! Your tracking id is: '" + book.id() + "+" + engine.id() + "'");
        System.out.println("!! Please submit this on later runs for tracking purposes");
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals("download") && change.to() == AtomState.SUCCESS) {
                    engine.suspend();
                }
            }
        });
        engine.run();
        return engine.id();
    }

    public static void main(String... arguments) {
        MemoryStore database = new MemoryStore();
        UUID flow;
        Headline.print("Running");
        try (Persistence first = new MemoryPersistence(database)) {
            flow = begin(first);
        }
        Headline.print("Running again, in another process");
        try (Persistence second = new MemoryPersistence(database)) {
            FACTORIES.resume(second, flow).build().run();
        }
    }
}
