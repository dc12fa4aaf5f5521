package io.windlass.examples.cli;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.flows.Example;
import io.windlass.examples.flows.Examples;
import io.windlass.examples.flows.Stage;
import io.windlass.examples.taskflow.Program;
import io.windlass.examples.taskflow.Programs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an example. */
@Command(
        name = "example",
        mixinStandardHelpOptions = true,
        description = {
            "Runs an example and shows what its flows do. Without a name: lists them.",
            "Each is a small class to copy from, in io.windlass.examples.flows and, after TaskFlow's own, in"
                    + " io.windlass.examples.taskflow."
        })
final class ExampleCommand implements Callable<Integer> {
    /** For help and completion. */
    static final class ExampleNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    /** An example as JSON lists it; the names stay. */
    record View(String name, String summary) {}

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private StageOptions stage = new StageOptions();

    @Mixin
    private Listing listing = new Listing();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = ExampleNames.class,
            description = "which one")
    private @Nullable String name;

    @Parameters(
            index = "1..*",
            paramLabel = "ARGUMENT",
            description = "for the few examples that take some, such as a file to read or write")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--remote",
            fallbackValue = "true",
            defaultValue = "false",
            description = "on worker processes, over a broker, recorded in a database; else in this process alone")
    private boolean remote;

    @Option(
            names = "--folder",
            defaultValue = "examples/target/example",
            description = "for the data and logs of what it starts; default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("examples", "target", "example");

    @Override
    public Integer call() throws Exception {
        if (name == null) {
            list();
            return 0;
        }
        Optional<Program> program = Programs.named(name);
        if (program.isPresent()) {
            run(program.get());
            return 0;
        }
        Example example = Examples.named(name)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "there is no example '" + name + "'; without a name all are listed"));
        if (!arguments.isEmpty()) {
            throw new ParameterException(command.commandLine(), "example '" + name + "' takes no arguments");
        }
        PrintWriter out = listing.out();
        boolean held = remote
                ? Shutdown.unwinding(ChildProcess::killAll, () -> playRemotely(example, out))
                : Stage.local(out).play(example.scenes());
        return held ? 0 : Errors.FAILED;
    }

    private void run(Program program) throws Exception {
        if (remote) {
            throw new ParameterException(
                    command.commandLine(),
                    "example '" + program.name() + "' says itself where it runs; leave out --remote");
        }
        if (!program.needsDatabase()) {
            program.main().run(arguments.toArray(String[]::new));
            return;
        }
        try (Services services = stage.services(folder);
                TemporaryDatabase database = services.newDatabase("windlass_example")) {
            program.main()
                    .run(Stream.concat(Stream.of(database.url()), arguments.stream())
                            .toArray(String[]::new));
        }
    }

    private boolean playRemotely(Example example, PrintWriter out) throws InterruptedException {
        Path logs = folder.resolve("logs");
        try (Services services = stage.services(folder);
                TemporaryDatabase database = services.newDatabase("windlass_example")) {
            out.println(services.describe());
            out.println("Logs: " + logs);
            out.flush();
            String prefix = "windlass.example." + UUID.randomUUID();
            return new RemoteStage(services.amqpUrl(), database.url(), prefix, logs, out).play(example);
        }
    }

    private void list() {
        List<View> all = Stream.concat(
                        Examples.all().stream().map(example -> new View(example.name(), example.summary())),
                        Programs.all().stream().map(program -> new View(program.name(), program.shows())))
                .toList();
        listing.list(List.of("NAME", "SHOWS"), all, view -> List.of(view.name(), view.summary()));
    }

    private static List<String> names() {
        return Stream.concat(
                        Examples.all().stream().map(Example::name),
                        Programs.all().stream().map(Program::name))
                .toList();
    }
}
