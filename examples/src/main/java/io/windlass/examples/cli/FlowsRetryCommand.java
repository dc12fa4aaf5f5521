package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import java.util.UUID;
import picocli.CommandLine.Command;

/** Has what is stuck tried again. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = {
            "Has what is stuck tried again when the flow is resumed: a revert, or a task under the same idempotency key. One that",
            "runs at most once in a round, and may have run, begins another round."
        })
final class FlowsRetryCommand extends FlowsAtomOperation {
    @Override
    FlowOperation mend(Operations operations, UUID flow, String stuck, By by) {
        return operations.retry(flow, stuck, by);
    }
}
