package io.windlass.examples.demo;

import io.windlass.examples.cluster.FlowTable;
import io.windlass.examples.volume.CreateVolume;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows flows while they run: at a terminal a table with a bar for each flow and its tasks' states beside it, else a
 * line whenever more of them have ended. Used by one thread.
 */
final class Board implements AutoCloseable {
    private static final int MILLIS = 100;
    private static final int WIDTH = 120;

    private final FlowTable flows;
    private final PrintStream out;
    private final Map<UUID, ProgressBar> bars = new LinkedHashMap<>();
    private final List<UUID> all;
    private int told;

    Board(FlowTable flows, List<UUID> ids, List<String> names, PrintStream out) {
        this.flows = flows;
        this.out = out;
        this.all = List.copyOf(ids);
        // What is piped or logged gets plain lines.
        if (Ansi.AUTO.enabled() && !"dumb".equals(System.getenv("TERM"))) {
            for (int i = 0; i < ids.size(); i++) {
                bars.put(ids.get(i), bar(names.get(i)));
            }
        }
    }

    private static ProgressBar bar(String name) {
        return new ProgressBarBuilder()
                .setTaskName("     " + name)
                .setInitialMax(CreateVolume.ATOMS.size())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLIS)
                // Else each update asks the terminal for its width, by a process.
                .setMaxRenderedLength(WIDTH)
                .hideEta()
                .continuousUpdate()
                .build();
    }

    /** Shows how things are now. */
    void update() {
        if (bars.isEmpty()) {
            int ended = flows.ended(all);
            if (ended > told) {
                told = ended;
                out.println("     " + ended + " of " + all.size() + " have come to their end");
            }
            return;
        }
        Map<UUID, Map<String, String>> states = flows.atomStates(all);
        bars.forEach((flow, bar) -> show(bar, states.getOrDefault(flow, Map.of())));
    }

    private static void show(ProgressBar bar, Map<String, String> atoms) {
        List<String> words = new ArrayList<>();
        for (String atom : CreateVolume.ATOMS) {
            words.add(atom + " " + atoms.getOrDefault(atom, "PENDING").toLowerCase(java.util.Locale.ROOT));
        }
        bar.stepTo(atoms.values().stream().filter("SUCCESS"::equals).count());
        bar.setExtraMessage(String.join(", ", words));
    }

    @Override
    public void close() {
        update();
        bars.values().forEach(ProgressBar::close);
    }
}
