package io.windlass.persistence.tables;

import io.windlass.failure.NotFoundException;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.Owner;
import java.util.List;
import java.util.UUID;

/** The rules of operations: who may keep one, and who finish it. Used by one thread at a time. */
public final class OperationRules {
    private final Tables tables;
    private final TableStore owners;

    OperationRules(Tables tables, TableStore owners) {
        this.tables = tables;
        this.owners = owners;
    }

    /** {@return what to say of an operation on a flow that is not there} */
    public static NotFoundException noFlow(UUID flow) {
        return new NotFoundException("there is no flow " + flow + "; nothing can be done with it");
    }

    /** Keeps an operation, unless it is kept. */
    public void put(Owner owner, FlowOperation operation) {
        owners.alive(owner);
        if (tables.head(operation.flow()).isEmpty()) {
            throw noFlow(operation.flow());
        }
        if (tables.operations(operation.flow()).stream()
                .noneMatch(kept -> kept.id().equals(operation.id()))) {
            tables.putOperation(operation);
        }
    }

    /** Finishes one that is open, if the process owns its flow; {@return whether it did} */
    public boolean finish(Owner owner, FlowOperation finished) {
        owners.alive(owner);
        boolean mine = tables.head(finished.flow())
                .filter(flow -> owner.equals(flow.owner()))
                .isPresent();
        boolean open = tables.operations(finished.flow()).stream()
                .anyMatch(kept -> kept.id().equals(finished.id()) && kept.isOpen());
        if (mine && open) {
            tables.putOperation(finished);
        }
        return mine && open;
    }

    /** {@return the open ones on flows of a process} */
    public List<FlowOperation> open(Owner owner) {
        return tables.openOperations().stream()
                .filter(operation -> tables.head(operation.flow())
                        .filter(flow -> owner.equals(flow.owner()))
                        .isPresent())
                .toList();
    }

    /** {@return the flows that somebody wants run, each once} */
    List<UUID> wantedFlows() {
        return tables.openOperations().stream()
                .filter(operation -> operation.kind().wantsRun())
                .map(FlowOperation::flow)
                .distinct()
                .toList();
    }
}
