package io.windlass.persistence.directory;

import io.windlass.persistence.FlowOperation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The files of operations: {@code operations/FLOW} has one for each, numbered in their order, {@code orders/FLOW} an empty
 * file of the same name for each that is open, so that these are found without a look at the others.
 */
final class OperationFiles {
    private static final String ALL = "operations/";
    private static final String OPEN = "orders/";

    private final DirectoryTables tables;
    private final Transaction transaction;

    OperationFiles(DirectoryTables tables, Transaction transaction) {
        this.tables = tables;
        this.transaction = transaction;
    }

    List<FlowOperation> of(UUID flow) {
        return transaction.list(ALL + flow).stream()
                .flatMap(name -> read(flow, name).stream())
                .toList();
    }

    List<FlowOperation> open() {
        return DirectoryTables.ids(transaction.list("orders")).stream()
                .flatMap(flow -> transaction.list(OPEN + flow).stream().flatMap(name -> read(flow, name).stream()))
                .toList();
    }

    private Optional<FlowOperation> read(UUID flow, String name) {
        return tables.read(ALL + flow + "/" + name, fields -> RowFiles.operation(flow, fields));
    }

    void put(FlowOperation operation) {
        String directory = ALL + operation.flow();
        String suffix = "-" + operation.id() + ".json";
        List<String> names = List.copyOf(transaction.list(directory));
        String name = names.stream()
                .filter(kept -> kept.endsWith(suffix))
                .findFirst()
                .orElseGet(() -> String.format(Locale.ROOT, "%08d", names.size() + 1) + suffix);
        transaction.put(directory + "/" + name, RowFiles.write(operation));
        if (operation.isOpen()) {
            transaction.put(OPEN + operation.flow() + "/" + name, "");
        } else {
            close(operation.flow(), name);
        }
    }

    private void close(UUID flow, String name) {
        String directory = OPEN + flow;
        if (transaction.list(directory).contains(name)) {
            transaction.delete(directory + "/" + name);
            if (transaction.list(directory).isEmpty()) {
                transaction.delete(directory);
            }
        }
    }

    void remove(UUID flow) {
        transaction.delete(ALL + flow);
        transaction.delete(OPEN + flow);
    }
}
