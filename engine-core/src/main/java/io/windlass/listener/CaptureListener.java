package io.windlass.listener;

import io.windlass.notify.FlowListener;
import io.windlass.persistence.AtomKind;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps each change of state, for tests. Which ones is a matter of the filter that it is registered with: {@code
 * notifier.register(capture, Notifier.flows().or(Notifier.tasks()).and(Notifier.about("a").negate()))}. Thread-safe
 * when what it keeps them in is.
 */
public final class CaptureListener implements FlowListener {
    private final Collection<? super Captured> captured;

    /** Keeps changes in a list of its own. */
    public CaptureListener() {
        this(new CopyOnWriteArrayList<>());
    }

    /** Adds changes to a collection. */
    public CaptureListener(Collection<? super Captured> into) {
        this.captured = into;
    }

    /**
     * One change.
     *
     * @param kind {@code flow}, {@code task} or {@code retry}
     * @param name of the flow or atom
     * @param state into which it came
     * @param details all that was told
     */
    public record Captured(String kind, String name, String state, Notification details) {
        @Override
        public String toString() {
            return kind + " " + name + " " + state;
        }
    }

    /** {@return what was captured up to now, in order} */
    public List<Captured> captured() {
        return captured.stream()
                .filter(Captured.class::isInstance)
                .map(Captured.class::cast)
                .toList();
    }

    @Override
    public void flowChanged(FlowChanged change) {
        captured.add(new Captured("flow", change.name(), change.to().name(), change));
    }

    @Override
    public void atomChanged(AtomChanged change) {
        AtomKind kind = change.kind();
        captured.add(new Captured(
                kind.name().toLowerCase(Locale.ROOT), change.atom(), change.to().name(), change));
    }
}
