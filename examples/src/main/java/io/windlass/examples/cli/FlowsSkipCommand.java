package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import java.util.UUID;
import picocli.CommandLine.Command;

/** Skips what is stuck. */
@Command(
        name = "skip",
        mixinStandardHelpOptions = true,
        description = {
            "Leaves what is stuck as it is. After a revert that failed the rest is undone; after a task that failed all that",
            "comes after it is skipped too."
        })
final class FlowsSkipCommand extends FlowsAtomOperation {
    @Override
    FlowOperation mend(Operations operations, UUID flow, String stuck, By by) {
        return operations.skip(flow, stuck, by);
    }
}
