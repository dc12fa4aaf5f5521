package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.persistence.FlowOperation;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that does something about an atom that is stuck, and may have the flow gone on with. */
abstract class FlowsAtomOperation extends FlowsOperation {
    @Parameters(index = "1", paramLabel = "ATOM", description = "that is stuck, as show shows it")
    private String atom = "";

    @Option(
            names = "--resume",
            fallbackValue = "true",
            defaultValue = "false",
            description =
                    "have the flow resumed, too; without it, say flows resume when all that is stuck is dealt with")
    private boolean resume;

    /** {@return the operation, carried out} */
    abstract FlowOperation mend(Operations operations, UUID flow, String stuck, By by);

    @Override
    final FlowOperation operate(Operations operations, UUID flow, By by) {
        FlowOperation mended = mend(operations, flow, atom, by);
        if (resume) {
            operations.resume(flow, by);
        }
        return mended;
    }
}
