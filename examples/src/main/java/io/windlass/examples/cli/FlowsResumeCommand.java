package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import java.util.UUID;
import picocli.CommandLine.Command;

/** Has a flow resumed. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Has a flow gone on with that is SUSPENDED or has ended FAILURE, by whichever process that can make it takes flows",
            "over next."
        })
final class FlowsResumeCommand extends FlowsOperation {
    @Override
    FlowOperation operate(Operations operations, UUID flow, By by) {
        return operations.resume(flow, by);
    }
}
