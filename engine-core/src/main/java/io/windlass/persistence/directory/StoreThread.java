package io.windlass.persistence.directory;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.Owner;
import io.windlass.persistence.tables.TableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does everything that one process does in a directory, in the order in which it was handed in. Changes that wait are
 * recorded together; their stages complete on another thread, so that what depends on them does not hold up the next.
 */
final class StoreThread {
    private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);

    private final DirectoryStore store;
    private final Owner owner;
    private final Runnable fenced;
    private final Operations operations = new Operations();
    private final ExecutorService completions;
    private final Thread thread;

    StoreThread(DirectoryStore store, Owner owner, Runnable fenced) {
        this.store = store;
        this.owner = owner;
        this.fenced = fenced;
        this.completions =
                Executors.newSingleThreadExecutor(work -> daemon("windlass-directory-done-" + owner.id(), work));
        this.thread = daemon("windlass-directory-" + owner.id(), this::work);
        thread.start();
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** {@return whether it was taken} */
    boolean save(Operation.Save save) {
        return operations.put(save);
    }

    /** Asks, and waits for the answer. */
    <T> T ask(Function<TableStore, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!operations.put(new Operation.Ask<>(question, answer))) {
            throw new StorageException("the store was closed");
        }
        return join(answer);
    }

    /** Does what was handed in, then this, then ends; waits for that, but not longer than the patience. */
    void close(Function<TableStore, ?> last, Duration patience) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        operations.close(new Operation.Ask<>(last::apply, done));
        try {
            thread.join(patience.toMillis());
            if (thread.isAlive()) {
                LOG.warn(
                        "The store is still busy {} s after its close; it goes on in the background.",
                        patience.toSeconds());
            } else {
                join(done);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            completions.shutdown();
        }
    }

    private static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void work() {
        try {
            for (List<Operation> next = operations.take(); !next.isEmpty(); next = operations.take()) {
                if (next.get(0) instanceof Operation.Ask<?> ask) {
                    answer(ask);
                } else {
                    save(next.stream().map(Operation.Save.class::cast).toList());
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("The store's thread was interrupted and ends: the store must be opened again.", e);
        }
    }

    private <T> void answer(Operation.Ask<T> ask) {
        try {
            ask.done().complete(store.ask(ask.question()));
        } catch (RuntimeException | Error e) {
            ask.done().completeExceptionally(e);
        }
    }

    private void save(List<Operation.Save> group) {
        List<Runnable> told = new ArrayList<>();
        try {
            store.ask(tables -> {
                group.forEach(save -> told.add(save(tables, save)));
                return group;
            });
        } catch (RuntimeException | Error e) {
            told.clear();
            group.forEach(save -> told.add(() -> save.done().completeExceptionally(e)));
        }
        completions.execute(() -> told.forEach(Runnable::run));
    }

    /** Records one change, or none of it; {@return what to tell once the group is durable} */
    private Runnable save(TableStore tables, Operation.Save save) {
        CompletableFuture<@Nullable Void> done = save.done();
        try {
            tables.save(owner, save.change());
            return () -> done.complete(null);
        } catch (FencedException e) {
            return () -> {
                fenced.run();
                done.completeExceptionally(e);
            };
        } catch (StorageException e) {
            return () -> done.completeExceptionally(e);
        }
    }
}
