package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import io.windlass.value.Value;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes a task for done. */
@Command(
        name = "mark-done",
        mixinStandardHelpOptions = true,
        description = {"Takes a task that failed for done. A revert that failed cannot be taken for done."})
final class FlowsMarkDoneCommand extends FlowsAtomOperation {
    @Option(
            names = "--result",
            defaultValue = "null",
            description = "what execute would have returned, as JSON; default: ${DEFAULT-VALUE}")
    private String result = "null";

    @Override
    FlowOperation mend(Operations operations, UUID flow, String stuck, By by) {
        return operations.markDone(flow, stuck, new Value(result), by);
    }
}
