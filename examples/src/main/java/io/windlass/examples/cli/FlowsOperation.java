package io.windlass.examples.cli;

import static io.windlass.examples.cli.Listing.orDash;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that does something with a flow: who, why, and what came of it. */
abstract class FlowsOperation implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private Listing listing = new Listing();

    @Parameters(index = "0", paramLabel = "ID", description = "of the flow, as list shows it")
    private UUID id = new UUID(0, 0);

    @Mixin
    private OrderOptions order = new OrderOptions();

    @Option(
            names = "--wait",
            defaultValue = "PT10S",
            description = "how long to wait for the process that runs the flow, or is to; default: ${DEFAULT-VALUE}")
    private Duration wait = Duration.ofSeconds(10);

    /** {@return the operation, as far as it came} */
    abstract FlowOperation operate(Operations operations, UUID flow, By by);

    @Override
    public Integer call() {
        database.reach();
        FlowOperation operation;
        try (Persistence process = PostgresPersistence.builder()
                .url(database.url())
                .name("flows-" + ProcessName.ofThisProcess())
                .migrate(false)
                .open()) {
            Operations operations = Operations.on(process);
            FlowOperation asked = operate(operations, id, order.by());
            operation = asked.isOpen() ? operations.await(asked, wait) : asked;
        }
        listing.say(FlowOperationView.of(operation), line(operation));
        return operation.status() == FlowOperation.Status.REFUSED ? Errors.FAILED : 0;
    }

    private static String line(FlowOperation operation) {
        String what = operation.kind() + (operation.atom() == null ? "" : " " + Listing.printable(operation.atom()))
                + " of flow " + operation.flow() + ": " + operation.status() + ", ";
        return what
                + (operation.isOpen()
                        ? "a process carries it out when it runs the flow; see windlass flows audit"
                        : Listing.printable(orDash(operation.outcome())));
    }
}
