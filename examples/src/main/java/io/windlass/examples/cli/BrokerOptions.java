package io.windlass.examples.cli;

import io.windlass.proxy.Naming;
import io.windlass.proxy.amqp.AmqpProxy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the broker is, for processes that meet others there. */
final class BrokerOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--amqp-url",
            required = true,
            description = "the broker, such as amqp://user:password@host:5672/; or $WINDLASS_AMQP_URL")
    private String amqpUrl = "";

    @Option(
            names = "--prefix",
            defaultValue = Naming.DEFAULT_PREFIX,
            description = "of the names of exchanges and queues; default: ${DEFAULT-VALUE}")
    private String prefix = Naming.DEFAULT_PREFIX;

    /**
     * Connects as a process of that name.
     *
     * @throws Unreachable when the broker is not there, or refuses
     */
    AmqpProxy connect(String name) {
        return Reach.broker(amqpUrl, prefix, name, Main.of(command).connectTimeout());
    }

    Naming naming() {
        return new Naming(prefix);
    }
}
