package io.windlass.examples.cli;

import io.windlass.persistence.postgres.FlowCatalogue;
import io.windlass.persistence.postgres.PostgresPersistenceBuilder;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the database is. */
final class DatabaseOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--database-url",
            required = true,
            description = "the database, such as jdbc:postgresql://host/name; or $WINDLASS_DATABASE_URL")
    private String databaseUrl = "";

    /**
     * {@return the database, which answers}
     *
     * @throws Unreachable when it is not there, or refuses
     */
    PGSimpleDataSource reach() {
        return Reach.database(databaseUrl, Main.of(command).connectTimeout());
    }

    /** {@return the flows in it, to look at} */
    FlowCatalogue catalogue() {
        return new FlowCatalogue(reach(), PostgresPersistenceBuilder.DEFAULT_SCHEMA);
    }

    String url() {
        return databaseUrl;
    }
}
