package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import java.util.UUID;
import picocli.CommandLine.Command;

/** Gives up what is stuck. */
@Command(
        name = "give-up",
        mixinStandardHelpOptions = true,
        description = {
            "Goes on as if the flow had not been parked: after a revert that failed it ends FAILURE, after a task that failed",
            "it is undone when it is resumed, unless a retry controller says otherwise."
        })
final class FlowsGiveUpCommand extends FlowsAtomOperation {
    @Override
    FlowOperation mend(Operations operations, UUID flow, String stuck, By by) {
        return operations.giveUp(flow, stuck, by);
    }
}
