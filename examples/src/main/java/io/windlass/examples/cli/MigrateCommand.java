package io.windlass.examples.cli;

import io.windlass.persistence.postgres.PostgresMigrations;
import io.windlass.persistence.postgres.PostgresMigrations.Migrated;
import io.windlass.persistence.postgres.PostgresPersistenceBuilder;
import java.util.concurrent.Callable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the database's schema up to date. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Creates the schema where it is missing, and applies the migrations that it lacks. Says its version.",
            "For operators who do that apart from starting processes; engines do it when they start."
        })
final class MigrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() {
        PGSimpleDataSource source = database.reach();
        String schema = PostgresPersistenceBuilder.DEFAULT_SCHEMA;
        Migrated done = PostgresMigrations.migrate(source, schema);
        String what = done.applied() == 0 ? "was up to date" : "applied " + done.applied() + " migration(s)";
        command.commandLine()
                .getOut()
                .println("schema " + schema + " at " + Reach.shown(source) + ": version " + done.version() + ", "
                        + what);
        return 0;
    }
}
