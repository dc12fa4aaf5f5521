package io.windlass.persistence.postgres;

import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.OperationStore;
import io.windlass.persistence.OperationWatch;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.HandleCallback;

/** Operations in PostgreSQL. */
final class PostgresOperations implements OperationStore {
    private final OperationRows rows;
    private final Calls calls;
    private final Calls statements;
    private final OperationWatch watch;

    /** Work that is repeated while errors may pass. */
    @FunctionalInterface
    interface Calls {
        <T> T call(String what, HandleCallback<T, RuntimeException> work);
    }

    /** With what runs transactions, and what runs single statements without one. */
    PostgresOperations(String process, OperationRows rows, Calls calls, Calls statements, Consumer<UUID> releaseIdle) {
        this.rows = rows;
        this.calls = calls;
        this.statements = statements;
        this.watch = new OperationWatch(process, this::open, releaseIdle);
    }

    OperationWatch watch() {
        return watch;
    }

    @Override
    public void put(FlowOperation operation) {
        calls.call("keeping an operation on flow " + operation.flow(), handle -> rows.put(handle, operation));
        watch.look();
    }

    @Override
    public boolean finish(FlowOperation finished) {
        return calls.call(
                "finishing an operation on flow " + finished.flow(), handle -> rows.finish(handle, finished) > 0);
    }

    @Override
    public List<FlowOperation> of(UUID flow) {
        return statements.call("reading the operations on flow " + flow, handle -> rows.ofFlow(handle, flow));
    }

    @Override
    public List<FlowOperation> open() {
        return statements.call("looking for operations", rows::open);
    }

    @Override
    public Runnable attend(UUID flow, Consumer<FlowOperation> attendant) {
        return watch.attend(flow, attendant);
    }

    @Override
    public boolean isAttended(UUID flow) {
        return watch.isAttended(flow);
    }
}
