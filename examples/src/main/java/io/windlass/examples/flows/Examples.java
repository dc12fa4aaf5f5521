package io.windlass.examples.flows;

import io.windlass.atom.Task;
import io.windlass.examples.farm.Approve;
import io.windlass.examples.farm.Checkout;
import io.windlass.examples.farm.Compile;
import io.windlass.examples.farm.Report;
import io.windlass.examples.farm.TestOnLinux;
import io.windlass.examples.farm.TestOnWindows;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All examples, and the tasks that workers may be asked to serve for them. */
public final class Examples {
    private static final List<Example> ALL = List.of(
            new LinearUndo(),
            new Graphs(),
            new Unordered(),
            new Calculation(),
            new VolumeExample(),
            new GameUpgrade(),
            new MediaPipeline());

    private static final Map<String, Supplier<Task>> TASKS = index(List.of(
            LinearUndo.Debit::new,
            LinearUndo.Credit::new,
            Graphs.Begin::new,
            Graphs.Extend::new,
            Graphs.Join::new,
            Unordered.Book::new,
            Calculation.Add::new,
            GameUpgrade.Stop::new,
            GameUpgrade.BackUp::new,
            GameUpgrade.UpgradeDatabase::new,
            GameUpgrade.UpgradeApplication::new,
            GameUpgrade.Start::new,
            MediaPipeline.Fetch::new,
            MediaPipeline.Transcode::new,
            MediaPipeline.Publish::new,
            Report::new,
            Checkout::new,
            Compile::new,
            TestOnLinux::new,
            TestOnWindows::new,
            Approve::new));

    private Examples() {}

    private static Map<String, Supplier<Task>> index(List<Supplier<Task>> makers) {
        Map<String, Supplier<Task>> byType = new LinkedHashMap<>();
        makers.forEach(maker -> byType.put(maker.get().typeName(), maker));
        return byType;
    }

    /** {@return all, in the order in which to look at them} */
    public static List<Example> all() {
        return ALL;
    }

    /** {@return the one of that name} */
    public static Optional<Example> named(String name) {
        return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
    }

    /** {@return how to make each task of the examples, by wire name; those of create-volume aside, which need a ledger} */
    public static Map<String, Supplier<Task>> tasks() {
        return Collections.unmodifiableMap(TASKS);
    }
}
