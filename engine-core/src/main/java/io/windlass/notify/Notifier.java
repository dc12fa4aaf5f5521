package io.windlass.notify;

import io.windlass.failure.DuplicateException;
import io.windlass.notify.FlowListener.AtomChanged;
import io.windlass.notify.FlowListener.FlowChanged;
import io.windlass.notify.FlowListener.Notification;
import io.windlass.persistence.AtomKind;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told what happens. Listeners may come and go at any time, while a run is under way too: one that comes is
 * told from the next notification on, in order of registration. Thread-safe.
 *
 * <p>A filter picks what a listener is told: {@code notifier.register(listener, tasks(FAILURE).or(flows()))}.
 */
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** Replaced, never changed. */
    private volatile List<Entry> entries = List.of();

    private final class Entry implements Registration {
        private final FlowListener listener;
        private final @Nullable Predicate<? super Notification> filter;

        Entry(FlowListener listener, @Nullable Predicate<? super Notification> filter) {
            this.listener = listener;
            this.filter = filter;
        }

        void tell(Notification notification) {
            guarded(() -> {
                if (filter == null || filter.test(notification)) {
                    notification.tell(listener);
                }
            });
        }

        private void guarded(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("A listener failed; the run goes on without regard to it: {}", listener, e);
            }
        }

        @Override
        public void close() {
            if (remove(this)) {
                guarded(listener::deregistered);
            }
        }
    }

    /** {@return a filter for changes of tasks, to one of these states; to any when none is given} */
    public static Predicate<Notification> tasks(AtomState... states) {
        return atoms(AtomKind.TASK, states);
    }

    /** {@return a filter for changes of retries, to one of these states; to any when none is given} */
    public static Predicate<Notification> retries(AtomState... states) {
        return atoms(AtomKind.RETRY, states);
    }

    private static Predicate<Notification> atoms(AtomKind kind, AtomState... states) {
        Set<AtomState> wanted = Set.of(states);
        return notification -> notification instanceof AtomChanged change
                && change.kind() == kind
                && (wanted.isEmpty() || wanted.contains(change.to()));
    }

    /** {@return a filter for changes of the flow, to one of these states; to any when none is given} */
    public static Predicate<Notification> flows(FlowState... states) {
        Set<FlowState> wanted = Set.of(states);
        return notification ->
                notification instanceof FlowChanged change && (wanted.isEmpty() || wanted.contains(change.to()));
    }

    /** {@return a filter for what concerns these atoms, and changes of flows with these names} */
    public static Predicate<Notification> about(String... names) {
        Set<String> wanted = Set.of(names);
        return notification -> wanted.contains(notification.subject());
    }

    /**
     * Tells a listener of everything from now on.
     *
     * @return ends that when it is closed
     * @throws DuplicateException when this listener is registered without a filter already
     */
    public Registration register(FlowListener listener) {
        return add(listener, null);
    }

    /**
     * Tells a listener from now on of what passes the filter. A listener may be registered several times, with
     * different filters.
     *
     * @param filter is asked before each call, on the listener's thread; when it throws the listener is not called
     * @return ends that when it is closed
     * @throws DuplicateException when this listener is registered with this filter already
     */
    public Registration register(FlowListener listener, Predicate<? super Notification> filter) {
        return add(listener, filter);
    }

    private synchronized Registration add(FlowListener listener, @Nullable Predicate<? super Notification> filter) {
        for (Entry entry : entries) {
            if (entry.listener == listener && entry.filter == filter) {
                throw new DuplicateException("the listener " + listener + " is registered already"
                        + (filter == null ? "" : " with this filter")
                        + "; close that registration first, or register it with another filter");
            }
        }
        Entry added = new Entry(listener, filter);
        List<Entry> more = new ArrayList<>(entries);
        more.add(added);
        entries = List.copyOf(more);
        return added;
    }

    private synchronized boolean remove(Entry entry) {
        List<Entry> fewer = new ArrayList<>(entries);
        boolean removed = fewer.remove(entry);
        entries = List.copyOf(fewer);
        return removed;
    }

    /** Closes all registrations. */
    public void clear() {
        entries.forEach(Entry::close);
    }

    /** {@return how many registrations there are} */
    public int size() {
        return entries.size();
    }

    /** {@return whether nobody listens} */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** {@return whether the listener is registered, with whatever filter} */
    public boolean isRegistered(FlowListener listener) {
        return entries.stream().anyMatch(entry -> entry.listener == listener);
    }

    /** Tells all who are registered now and whose filters let it pass, on this thread. What they throw is logged. */
    public void tell(Notification notification) {
        for (Entry entry : entries) {
            entry.tell(notification);
        }
    }
}
