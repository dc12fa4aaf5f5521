package io.windlass.examples.cli;

import io.windlass.embedded.Services;
import io.windlass.proxy.amqp.AmqpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where broker and database are, for commands that bring their own unless they are told. */
final class StageOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--amqp-url",
            description = "the broker, such as amqp://user:password@host:5672/; or $WINDLASS_AMQP_URL; else an embedded"
                    + " one")
    private @Nullable String amqpUrl;

    @Option(
            names = "--database-url",
            description = "the database, such as jdbc:postgresql://host/name, whose user may create databases; or"
                    + " $WINDLASS_DATABASE_URL; else an embedded one")
    private @Nullable String databaseUrl;

    /**
     * {@return those that are named, which answer, and else embedded ones}
     *
     * @param folder for the files of what is embedded
     * @throws Unreachable when one that is named is not there, or refuses
     */
    Services services(Path folder) {
        Duration timeout = Main.of(command).connectTimeout();
        Map<String, String> named = new HashMap<>();
        if (amqpUrl != null) {
            probe(amqpUrl, timeout);
            named.put(Services.AMQP_URL_VARIABLE, amqpUrl);
        }
        if (databaseUrl != null) {
            Reach.database(databaseUrl, timeout);
            named.put(Services.DATABASE_URL_VARIABLE, databaseUrl);
        }
        return Services.in(folder, named);
    }

    /** Connecting declares exchanges: these are of nobody's prefix, and go again. */
    private static void probe(String url, Duration timeout) {
        try (AmqpProxy probe = Reach.broker(url, "windlass.probe." + UUID.randomUUID(), "probe", timeout)) {
            probe.deleteAll(List.of());
        }
    }
}
