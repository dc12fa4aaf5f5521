package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import java.util.UUID;
import picocli.CommandLine.Command;

/** Suspends a flow. */
@Command(
        name = "suspend",
        mixinStandardHelpOptions = true,
        description = {
            "Has a flow start nothing more. When what is in flight has come back it is SUSPENDED, and its process lets go",
            "of it."
        })
final class FlowsSuspendCommand extends FlowsOperation {
    @Override
    FlowOperation operate(Operations operations, UUID flow, By by) {
        return operations.suspend(flow, by);
    }
}
