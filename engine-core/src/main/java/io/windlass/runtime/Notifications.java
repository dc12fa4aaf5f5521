package io.windlass.runtime;

import io.windlass.notify.FlowListener.Notification;
import io.windlass.notify.Notifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells listeners of changes, in order, on threads for user code. Used by one run. */
final class Notifications {
    private final Notifier notifier;
    private final Executor loop;
    /** One change at a time, in order. */
    private final Mailbox turn;

    Notifications(Notifier notifier, Executor user, Executor loop) {
        this.notifier = notifier;
        this.loop = loop;
        this.turn = new Mailbox(user);
    }

    /** {@return whether anybody listens now} */
    boolean areHeard() {
        return !notifier.isEmpty();
    }

    /** Tells of the changes, then goes on on the run's loop, which calls this; at once when nobody listens. */
    void deliver(List<Told> changes, Runnable then) {
        if (!areHeard() || changes.isEmpty()) {
            then.run();
            return;
        }
        List<Told> told = new ArrayList<>(changes);
        turn.post(() -> {
            told.forEach(change -> change.tell(notifier));
            loop.execute(then);
        });
    }

    /** Tells, when it is its turn, what there is to tell then; null for nothing any more. */
    void deliver(Supplier<? extends @Nullable Notification> notification) {
        turn.post(() -> {
            Notification newest = notification.get();
            if (newest != null) {
                notifier.tell(newest);
            }
        });
    }
}
