package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.Input;
import io.windlass.atom.Tasks;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.MayHaveRunException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.state.FlowState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators do with flows from the command line, beside a process that runs them. */
@Tag("services")
@Timeout(120)
class FlowsOperationsTest {
    private static final TemporaryDatabase DATABASE = Services.shared().newDatabase("windlass_operations");
    private static final Cli CLI = new Cli(Map.of("WINDLASS_DATABASE_URL", DATABASE.url()), Path.of(""));

    private final Persistence process =
            PostgresPersistence.builder().url(DATABASE.url()).name("the-engine").open();

    private final ParallelExecutor executor = ParallelExecutor.ofThreads(1);
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        executor.close();
        process.close();
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    private static Cli.Result flows(String command, UUID flow, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "flows";
        all[1] = command;
        all[2] = flow.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CLI.run(all);
    }

    /** Of which nobody knows whether its second task ran. */
    private Flow lost() {
        return LinearFlow.named("lost")
                .add(
                        Tasks.of("one", List.of(), in -> 1),
                        Tasks.of("two", List.of(), in -> {
                                    throw new MayHaveRunException("run r-7 on worker w-7");
                                })
                                .provides("two"),
                        Tasks.of("three", List.of(Input.in("two", String.class)), in -> "after " + in.get("two"))
                                .provides("three"));
    }

    private Flow waiting() {
        return LinearFlow.named("waiting")
                .add(
                        Tasks.of("one", List.of(), in -> {
                            began.countDown();
                            gate.await();
                            return 1;
                        }),
                        Tasks.of("two", List.of(), in -> 2));
    }

    private Engine parked() {
        Engine engine = builder(lost()).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        return engine;
    }

    private EngineBuilder builder(Flow flow) {
        return Engine.builder(flow).park(true).persistence(process).executor(executor);
    }

    /** The process looks for flows that are to be run. */
    private Engine takeOver(Flow flow, UUID id) {
        assertThat(process.takeOver(10)).extracting(Takeover::flows).containsExactly(List.of(id));
        Engine engine = builder(flow).resume(process.claim(id).orElseThrow()).build();
        try {
            engine.run();
        } catch (FlowFailedException e) {
            assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        }
        return engine;
    }

    @Test
    void whatIsParkedIsShownMarkedDoneAndResumed() {
        UUID id = parked().id();
        assertThat(CLI.run("flows", "list", "--state", "SUSPENDED").done().out())
                .contains(id.toString());
        assertThat(flows("show", id).done().out())
                .containsPattern("parked +\\S+Z two, execute: io.windlass.failure.MayHaveRunException: run r-7");
        assertThat(flows("report", id).done().out())
                .containsPattern("one +DONE +SUCCESS +\\S+Z +\\S+Z +-\\R")
                .containsPattern("two +UNKNOWN +FAILURE +");
        assertThat(flows(
                                "mark-done",
                                id,
                                "two",
                                "--result",
                                "\"by hand\"",
                                "--who",
                                "alice",
                                "--why",
                                "ticket 7",
                                "--resume")
                        .done()
                        .out())
                .isEqualTo("MARK_DONE two of flow " + id + ": DONE, it is done; the flow can be resumed\n");
        assertThat(flows("show", id).done().out())
                .contains("open      RESUME by alice", "audit     2, see windlass flows audit")
                .containsPattern("two +FAILURE +SUCCESS +1 +1 +operator alice");
        Engine engine = takeOver(lost(), id);
        assertThat(engine.state()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("three", String.class)).isEqualTo("after by hand");
        assertThat(flows("audit", id).done().out())
                .containsPattern("ASKED +OPERATION +ATOM +WHO +WHY +STATUS +OUTCOME\\R")
                .containsPattern("\\S+Z +MARK_DONE +two +alice +ticket 7 +DONE +it is done; the flow can be resumed\\R")
                .containsPattern("\\S+Z +RESUME +- +alice +ticket 7 +DONE +process \\S+ goes on with it\\R");
        assertThat(flows("report", id, "--json").done().json().at("/atoms/1/by").asText())
                .isEqualTo("operator alice");
    }

    @Test
    void operationsAreShownForPrograms() {
        UUID id = parked().id();
        JsonNode given = flows("give-up", id, "two", "--why", "never mind", "--json")
                .done()
                .json();
        assertThat(given.fieldNames())
                .toIterable()
                .containsExactly("id", "flow", "kind", "atom", "who", "why", "asked", "status", "finished", "outcome");
        assertThat(given.get("who").asText()).isEqualTo(System.getProperty("user.name"));
        JsonNode audit = flows("audit", id, "--json").done().json();
        assertThat(audit).containsExactly(given);
        assertThat(flows("show", id, "--json").done().json().at("/operations/0"))
                .isEqualTo(given);
        flows("resume", id, "--why", "undo it", "--wait", "0s").done();
        assertThat(takeOver(lost(), id).state()).isEqualTo(FlowState.REVERTED);
    }

    @Test
    void whatMakesNoSenseIsRefusedInALine() {
        UUID id = parked().id();
        assertThat(flows("retry", id, "one", "--why", "x").failedInOneLine(1).err())
                .contains("atom 'one'", "is SUCCESS, not stuck; stuck are [two]");
        assertThat(flows("suspend", id, "--why", "x").failedInOneLine(1).err()).contains("it is SUSPENDED");
        assertThat(flows("mark-done", id, "two", "--result", "{", "--why", "x")
                        .failedInOneLine(1)
                        .err())
                .doesNotContain("\tat ");
        assertThat(flows("skip", UUID.randomUUID(), "two", "--why", "x")
                        .failedInOneLine(1)
                        .err())
                .contains("there is no flow");
        assertThat(flows("retry", id, "two", "--why", " ").failedInOneLine(2).err())
                .contains("the reason must be said");
        assertThat(flows("retry", id, "two").err()).contains("--why");
        assertThat(flows("audit", id, "--json").done().json().findValuesAsText("status"))
                .containsExactly("REFUSED", "REFUSED");
    }

    @Test
    void aFlowIsSuspendedWhereItIsRun() throws Exception {
        Engine engine = builder(waiting()).build();
        CompletableFuture<FlowState> end = engine.start();
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(flows("suspend", engine.id(), "--why", "maintenance", "--wait", "0s")
                        .done()
                        .out())
                .contains("SUSPEND of flow " + engine.id() + ": OPEN, a process carries it out");
        process.operations().put(process.operations().of(engine.id()).get(0)); // is kept already; the store looks now
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
        assertThat(flows("audit", engine.id(), "--json")
                        .done()
                        .json()
                        .at("/0/outcome")
                        .asText())
                .isEqualTo("the flow is SUSPENDED");
        flows("resume", engine.id(), "--why", "done", "--wait", "0s").done();
        assertThat(takeOver(waiting(), engine.id()).state()).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void aFlowIsCancelledWhereItIsRun() throws Exception {
        Engine engine = builder(waiting()).build();
        CompletableFuture<FlowState> end = engine.start();
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(flows("cancel", engine.id(), "--patience", "0s", "--why", "not wanted", "--wait", "30s")
                        .done()
                        .out())
                .isEqualTo("CANCEL of flow " + engine.id() + ": DONE, the flow has ended REVERTED\n");
        assertThat(end.handle((state, error) -> engine.state()).join()).isEqualTo(FlowState.REVERTED);
        assertThat(flows("show", engine.id()).done().out()).containsPattern("cancelled \\S+Z by ");
    }

    @Test
    void whoOperatesLeavesNoTraceAmongTheProcesses() {
        UUID id = parked().id();
        flows("retry", id, "two", "--why", "x").done();
        List<String> owners = Jdbi.create(DATABASE.url())
                .withHandle(handle -> handle.createQuery("SELECT name FROM windlass.owners")
                        .mapTo(String.class)
                        .list());
        assertThat(owners).containsExactly("the-engine");
    }
}
