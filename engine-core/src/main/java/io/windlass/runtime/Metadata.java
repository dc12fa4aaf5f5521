package io.windlass.runtime;

import io.windlass.storage.FlowStorage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metadata on its way to the store. It goes with a step's change when one is about to be recorded, else by itself, one
 * write at a time; nobody waits for it, and a write that fails changes nothing for the run. Used by the run's loop.
 */
final class Metadata {
    private static final Logger LOG = LoggerFactory.getLogger(Metadata.class);

    private final FlowStorage storage;
    private final Executor loop;
    private final BooleanSupplier stepping;
    private final Queue<Runnable> waiting = new ArrayDeque<>(0);
    /** Told when the write that is under way is durable, or has failed. */
    private final List<CompletableFuture<Void>> beingSaved = new ArrayList<>(0);

    private @Nullable Runnable last;
    private boolean saving;
    private boolean over;

    /** A run's metadata; while it takes a step, which has changes of its own that belong together, nothing is saved. */
    Metadata(FlowStorage storage, Executor loop, BooleanSupplier stepping) {
        this.storage = storage;
        this.loop = loop;
        this.stepping = stepping;
    }

    /** Makes a change to the metadata. */
    void put(Runnable change) {
        change.run();
        save();
    }

    /** Makes a change once it can be saved at once: for what is worth the newest only. */
    void putLater(Runnable change) {
        waiting.add(change);
        save();
    }

    /** Makes a change once it can be saved at once, and tells what came of that. */
    void putDurably(CompletableFuture<Void> kept, Runnable change) {
        putLater(() -> {
            change.run();
            beingSaved.add(kept);
        });
    }

    /** Saves the rest, and goes on, whatever becomes of it. */
    void finish(Runnable then) {
        last = then;
        save();
    }

    /** Saves what there is, unless that must wait; to be called whenever a step has ended. */
    void save() {
        boolean wait = stepping.getAsBoolean() && last == null;
        if (over || saving || wait) {
            return;
        }
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
        if (storage.hasChanges()) {
            saving = true;
            storage.commit().whenComplete((done, error) -> loop.execute(() -> saved(error)));
        } else {
            tell(null);
            if (last != null) {
                over = true;
                last.run();
            }
        }
    }

    private void saved(@Nullable Throwable error) {
        if (error != null) {
            LOG.warn("Flow {}: metadata could not be stored and is left out; the run goes on", storage.id(), error);
        }
        saving = false;
        tell(error);
        save();
    }

    private void tell(@Nullable Throwable error) {
        if (beingSaved.isEmpty()) {
            return;
        }
        List<CompletableFuture<Void>> told = List.copyOf(beingSaved);
        beingSaved.clear();
        for (CompletableFuture<Void> kept : told) {
            if (error == null) {
                kept.complete(null);
            } else {
                kept.completeExceptionally(error);
            }
        }
    }
}
