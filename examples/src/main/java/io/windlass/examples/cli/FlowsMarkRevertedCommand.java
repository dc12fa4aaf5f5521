package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import java.util.UUID;
import picocli.CommandLine.Command;

/** Takes what is stuck for undone. */
@Command(
        name = "mark-reverted",
        mixinStandardHelpOptions = true,
        description = {"Takes what is stuck for undone: nothing of it is there. Its revert is not called."})
final class FlowsMarkRevertedCommand extends FlowsAtomOperation {
    @Override
    FlowOperation mend(Operations operations, UUID flow, String stuck, By by) {
        return operations.markReverted(flow, stuck, by);
    }
}
