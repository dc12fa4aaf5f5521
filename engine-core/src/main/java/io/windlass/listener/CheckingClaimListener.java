package io.windlass.listener;

import io.windlass.engine.Engine;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.AtomKind;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks, at each change of the flow and of its tasks, whether that for which the flow runs is still ours, and reacts when
 * it is not: by default the run is suspended. What another process does with the same flow is the store's lease to
 * prevent; this is about claims elsewhere, for instance a job on a board.
 */
public final class CheckingClaimListener implements FlowListener {
    private static final Logger LOG = LoggerFactory.getLogger(CheckingClaimListener.class);

    private final Claim claim;
    private final Consumer<Notification> onLoss;

    /** Whether it is still ours. */
    @FunctionalInterface
    public interface Claim {
        /**
         * {@return whether it is} May block: the run waits for it.
         *
         * @throws Exception when that cannot be found out; the claim is then taken as lost
         */
        boolean isOurs() throws Exception;
    }

    /** Suspends the engine's run when the claim is lost. */
    public CheckingClaimListener(Engine engine, Claim claim) {
        this(claim, notification -> engine.suspend());
    }

    /** Does what is wanted, with the change at which it was found, at each change from the loss on. */
    public CheckingClaimListener(Claim claim, Consumer<Notification> onLoss) {
        this.claim = claim;
        this.onLoss = onLoss;
    }

    @Override
    public void flowChanged(FlowChanged change) {
        check(change);
    }

    @Override
    public void atomChanged(AtomChanged change) {
        if (change.kind() == AtomKind.TASK) {
            check(change);
        }
    }

    private void check(Notification change) {
        if (!isOurs(change)) {
            LOG.warn("Flow {}: what it runs for is no longer claimed by this process", change.flow());
            onLoss.accept(change);
        }
    }

    private boolean isOurs(Notification change) {
        try {
            return claim.isOurs();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            LOG.warn("Flow {}: its claim cannot be checked, and is taken as lost", change.flow(), e);
            return false;
        }
    }
}
