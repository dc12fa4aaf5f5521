package io.windlass.listener;

import io.windlass.failure.Failure;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.AtomKind;
import org.jspecify.annotations.Nullable;

/**
 * Makes a line of each change of the flow and of its tasks; subclasses say where it goes. The line of a task that has
 * ended has its result, whatever that is: for results that are nobody's business there is {@link
 * DynamicLoggingListener}. Retries are not told of.
 */
public abstract class DumpingListener implements FlowListener {
    /**
     * Puts a line where it belongs.
     *
     * @param failure why the task failed; null when the change is no failure
     */
    protected abstract void dump(String line, @Nullable Failure failure);

    @Override
    public final void flowChanged(FlowChanged change) {
        dump(
                "The engine has moved flow '" + change.name() + "' (" + change.flow() + ") into state '" + change.to()
                        + "' from state '" + change.from() + "'",
                null);
    }

    @Override
    public final void atomChanged(AtomChanged change) {
        if (change.kind() == AtomKind.TASK) {
            dump(
                    "The engine has moved task '" + change.atom() + "' (" + change.flow() + ") into state '"
                            + change.to() + "' from state '" + change.from() + "'" + ending(change),
                    change.failure());
        }
    }

    private static String ending(AtomChanged change) {
        if (!change.to().isOutcome()) {
            return "";
        }
        Object result = change.failure() == null ? change.result() : change.failure();
        return " with result '" + result + "' (failure=" + (change.failure() != null) + ")";
    }
}
