package io.windlass.engine;

import io.windlass.failure.FlowFailedException;
import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import io.windlass.persistence.CancelMeta;
import io.windlass.runtime.RunResult;
import io.windlass.state.FlowState;
import io.windlass.storage.FlowStorage;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** What callers are told of the end of a run. */
final class Ends {
    private Ends() {}

    /** {@return the state in which a run has ended} Throws what it failed with. */
    static FlowState stateOf(RunResult result, UUID flow, String name) {
        if (!result.failures().isEmpty()) {
            throw new FlowFailedException(flow, name, result.state().name(), result.failures());
        }
        return result.state();
    }

    /** A flow that has ended and is run again is not cancelled any more. */
    static void forgetCancellation(FlowStorage storage) {
        if (storage.flowState().isTerminal()
                && CancelMeta.of(storage.flowMeta()).isPresent()) {
            storage.putFlowMeta(CancelMeta.NOT_ANY_MORE);
        }
    }

    /** Waits for it; {@return what it brings} Throws what it fails with. */
    static <T> T await(CompletableFuture<T> end, UUID flow) {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WindlassException ours ? ours : new StorageException("the run broke", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for flow " + flow + "; it goes on", e);
        }
    }

    /** {@return the state in which it ends, for somebody to whom a failed flow is no surprise} */
    static CompletableFuture<FlowState> state(CompletableFuture<FlowState> end, Supplier<FlowState> now) {
        return end.exceptionallyCompose(error -> {
            Throwable cause = error instanceof CompletionException e ? e.getCause() : error;
            return cause instanceof FlowFailedException
                    ? CompletableFuture.completedFuture(now.get())
                    : CompletableFuture.failedFuture(error);
        });
    }
}
