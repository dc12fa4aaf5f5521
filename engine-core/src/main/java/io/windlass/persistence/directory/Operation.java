package io.windlass.persistence.directory;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.tables.TableStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the store's thread is to do. */
sealed interface Operation {
    /** {@return what completes when it is done} */
    CompletableFuture<?> done();

    /** A change to record; others may be recorded along with it. */
    record Save(FlowChange change, CompletableFuture<@Nullable Void> done) implements Operation {}

    /** A question, by itself. */
    record Ask<T>(Function<TableStore, T> question, CompletableFuture<T> done) implements Operation {}
}
