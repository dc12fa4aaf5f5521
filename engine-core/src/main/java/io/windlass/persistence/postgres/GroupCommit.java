package io.windlass.persistence.postgres;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FenceSignal;
import io.windlass.persistence.FlowChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the changes of all flows into group transactions, one at a time, and never waits to fill one: while a
 * transaction is under way the next batch gathers by itself. A full queue blocks who saves. Thread-safe.
 */
final class GroupCommit {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final Recorder recorder;
    private final FenceSignal fence;
    private final StorageException lost;
    private final StoreEvents events;
    private final PendingQueue queue = new PendingQueue();
    /** Counted down when nothing can be recorded any more: by a fence, or by a close that ran out of patience. */
    private final CountDownLatch stopped = new CountDownLatch(1);

    private final Completions completions;
    private final Thread writer;

    GroupCommit(String process, Recorder recorder, FenceSignal fence, FencedException fenced, StoreEvents events) {
        this.recorder = recorder;
        this.fence = fence;
        this.lost = fenced;
        this.events = events;
        this.completions = new Completions(process);
        this.writer = Threads.daemon("windlass-store-writer-" + process, this::run);
    }

    void start() {
        fence.add(this::stop);
        writer.start();
    }

    CompletionStage<@Nullable Void> save(FlowChange change) {
        return enqueue(Pending.of(change));
    }

    /** Waits until everything that was handed in before is recorded or has failed. */
    void flush() {
        try {
            enqueue(Pending.mark()).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StorageException cause ? cause : e;
        }
    }

    /** Has completions run inside of that, too. */
    void completeWithin(Consumer<Runnable> frame) {
        completions.within(frame);
    }

    private CompletionStage<@Nullable Void> enqueue(Pending pending) {
        try {
            if (!queue.put(pending)) {
                countIfFenced(List.of(pending), reasonOfStop());
                pending.done().completeExceptionally(reasonOfStop());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pending.done()
                    .completeExceptionally(new StorageException(
                            "interrupted while too many changes were waiting; this one was not recorded", e));
        }
        return pending.done();
    }

    /**
     * Records what was handed in, for as long as that takes but not longer than the patience; what is left fails.
     */
    void close(Duration patience) {
        queue.close();
        try {
            writer.join(patience.toMillis());
            if (writer.isAlive()) {
                LOG.warn("Changes are still not recorded {} s after the close: they fail now.", patience.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
        writer.interrupt();
        completions.close();
    }

    private void stop() {
        stopped.countDown();
        fail(queue.closeAndDrain(), reasonOfStop());
    }

    private StorageException reasonOfStop() {
        return fence.isGiven() ? lost : new StorageException("the store is closed; the change was not recorded");
    }

    private void run() {
        try {
            List<Pending> batch = queue.take();
            while (!batch.isEmpty()) {
                write(batch);
                batch = queue.take();
            }
        } catch (InterruptedException e) {
            LOG.debug("The writer was interrupted and ends.", e);
        } finally {
            fail(queue.closeAndDrain(), reasonOfStop());
        }
    }

    /** Records a batch; when it is refused its halves, down to the change that is at fault. */
    private void write(List<Pending> batch) {
        List<FlowChange> changes = new ArrayList<>(batch.size());
        batch.forEach(pending -> changes.addAll(pending.changes()));
        try {
            if (!changes.isEmpty()) {
                persist(batch, () -> recorder.record(changes));
            }
            succeed(batch);
        } catch (FencedException e) {
            fence.give();
            fail(batch, e);
        } catch (RuntimeException | Error e) {
            if (stopped.getCount() == 0) {
                fail(batch, e);
            } else if (batch.size() > 1) {
                LOG.debug("A batch of {} changes is refused; its halves are tried.", batch.size(), e);
                write(batch.subList(0, batch.size() / 2));
                write(batch.subList(batch.size() / 2, batch.size()));
            } else {
                writeAlone(batch, changes.get(0));
            }
        }
    }

    private void writeAlone(List<Pending> one, FlowChange change) {
        try {
            persist(one, () -> recorder.recordAlone(change));
            succeed(one);
        } catch (FencedException e) {
            fence.give();
            fail(one, e);
        } catch (StorageException e) {
            fail(one, e);
        } catch (RuntimeException | Error e) {
            fail(
                    one,
                    new StorageException(
                            "a change of flow " + change.flow().id() + " was not recorded: " + SqlErrors.messageOf(e),
                            e));
        }
    }

    /** Repeats a transaction, whether it is known to have failed or not known to have succeeded. */
    private void persist(List<Pending> batch, Runnable transaction) {
        long began = System.nanoTime();
        Backoff backoff = new Backoff();
        while (true) {
            try {
                transaction.run();
                events.committed(batch, System.nanoTime() - began);
                return;
            } catch (RuntimeException e) {
                if (e instanceof StorageException || !SqlErrors.isPassing(e)) {
                    throw e;
                }
                Duration pause = backoff.next();
                LOG.warn(
                        "Changes are not recorded yet: {}; the batch is repeated in {} ms.",
                        SqlErrors.messageOf(e),
                        pause.toMillis());
                awaitOrStop(pause, e);
            }
        }
    }

    private void awaitOrStop(Duration pause, RuntimeException why) {
        boolean stop = true;
        try {
            stop = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("The writer was interrupted while it waited.", e);
        }
        if (stop) {
            throw fence.isGiven()
                    ? lost
                    : new StorageException("the store was closed before the database came back", why);
        }
    }

    /** {@return whether the writer lives, unless it was closed} */
    boolean isAlive() {
        return writer.isAlive();
    }

    private void countIfFenced(List<Pending> batch, Throwable reason) {
        if (reason instanceof FencedException && !batch.isEmpty()) {
            events.fenced(
                    batch.stream().mapToInt(pending -> pending.changes().size()).sum());
        }
    }

    private void fail(List<Pending> batch, Throwable reason) {
        countIfFenced(batch, reason);
        completions.run(batch, pending -> pending.done().completeExceptionally(reason));
    }

    private void succeed(List<Pending> batch) {
        completions.run(batch, pending -> pending.done().complete(null));
    }
}
