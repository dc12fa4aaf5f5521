package io.windlass.examples.flows;

import io.windlass.failure.Failure;
import io.windlass.notify.FlowListener;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Tells of each change in a line. */
final class Narrator implements FlowListener {
    private final PrintWriter out;

    Narrator(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void flowChanged(FlowChanged change) {
        line("flow " + change.name() + " " + change.to());
    }

    @Override
    public void atomChanged(AtomChanged change) {
        line("  " + change.atom() + " " + change.to() + by(change.worker()) + because(change.failure()));
    }

    private static String by(@Nullable String worker) {
        return worker == null ? "" : " on " + worker;
    }

    private static String because(@Nullable Failure failure) {
        return failure == null ? "" : ": " + failure.message();
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
