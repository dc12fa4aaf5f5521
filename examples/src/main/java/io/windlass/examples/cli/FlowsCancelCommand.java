package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import io.windlass.state.Cancellation;
import java.time.Duration;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cancels a flow. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Ends a flow before its time: undoes all that it did, or leaves it as it is. A suspended flow is run to that end by",
            "whichever process takes flows over next."
        })
final class FlowsCancelCommand extends FlowsOperation {
    @Option(
            names = "--leave",
            fallbackValue = "true",
            defaultValue = "false",
            description = "undo nothing: the flow ends in FAILURE, and what is done stays done")
    private boolean leave;

    @Option(
            names = "--patience",
            defaultValue = "PT30S",
            description = "how long bodies that run may take to end; then they are given up; default: ${DEFAULT-VALUE}")
    private Duration patience = Cancellation.DEFAULT_PATIENCE;

    @Override
    FlowOperation operate(Operations operations, UUID flow, By by) {
        Cancellation how = leave ? Cancellation.leave() : Cancellation.revert();
        return operations.cancel(flow, how.patience(patience), by);
    }
}
