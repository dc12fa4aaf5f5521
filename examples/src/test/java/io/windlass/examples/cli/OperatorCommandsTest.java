package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.Attempts;
import io.windlass.atom.Backoff;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.value.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators ask about flows, on a database with one that succeeded and then one that was undone. */
@Tag("services")
@Timeout(120)
class OperatorCommandsTest {
    private static final TemporaryDatabase DATABASE = Services.shared().newDatabase("windlass_cli");
    private static final Cli CLI = new Cli(Map.of("WINDLASS_DATABASE_URL", DATABASE.url()), Path.of(""));
    private static UUID good = new UUID(0, 0);
    private static UUID bad = new UUID(0, 0);

    @BeforeAll
    static void makeFlows() {
        assertThat(CLI.run("migrate").done().out())
                .matches(
                        "schema windlass at .*:\\d+/" + DATABASE.name() + ": version 9, applied 9 migration\\(s\\)\\R");
        try (Persistence process = PostgresPersistence.builder()
                .url(DATABASE.url())
                .name("the-engine")
                .open()) {
            Engine first = Engine.builder(LinearFlow.named("good").add(Tasks.of("only", List.of(), in -> "sesame")))
                    .persistence(process)
                    .build();
            first.run();
            good = first.id();
            Engine second = Engine.builder(LinearFlow.named("bad")
                            .add(Tasks.of("one", List.of(), in -> 1), Tasks.of("two", List.of(), in -> {
                                throw new IllegalStateException("no space\nleft");
                            })))
                    .persistence(process)
                    .build();
            assertThatThrownBy(second::run).isInstanceOf(FlowFailedException.class);
            bad = second.id();
            assertThat(CLI.run("flows", "list").done().out()).contains("the-engine", "holds");
        }
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void migratingAgainDoesNothing() {
        assertThat(CLI.run("migrate").done().out()).contains("version 9, was up to date");
    }

    @Test
    void flowsAreListedForPeople() {
        List<String> lines = CLI.run("flows", "list").done().out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("ID +NAME +STATE +CREATED +MODIFIED +OWNER +LEASE");
        assertThat(lines.get(1)).matches(bad + " +bad +REVERTED +\\S+Z +\\S+Z +\\S+ +gone");
        assertThat(lines.get(2)).matches(good + " +good +SUCCESS +\\S+Z +\\S+Z +\\S+ +gone");
    }

    @Test
    void flowsAreListedForPrograms() {
        JsonNode all = CLI.run("flows", "list", "--json").done().json();
        assertThat(all).hasSize(2);
        assertThat(all.get(0).fieldNames())
                .toIterable()
                .containsExactly("id", "name", "state", "created", "modified", "owner");
        assertThat(all.get(0).get("id").asText()).isEqualTo(bad.toString());
        assertThat(all.get(0).get("owner").fieldNames())
                .toIterable()
                .containsExactly("id", "name", "leaseUntil", "leaseHolds");
        assertThat(ids("--limit", "1")).containsExactly(bad.toString());
        assertThat(ids("--state", "SUCCESS")).containsExactly(good.toString());
        assertThat(ids("--state", "running,SUSPENDED")).isEmpty();
    }

    private static List<String> ids(String option, String value) {
        return CLI.run("flows", "list", "--json", option, value).done().json().findValuesAsText("id").stream()
                .filter(id -> id.equals(good.toString()) || id.equals(bad.toString()))
                .toList();
    }

    @Test
    void aFlowIsShownForPeople() {
        assertThat(CLI.run("flows", "show", bad.toString()).done().out())
                .containsPattern("flow +" + bad + " bad\\Rstate +REVERTED\\R")
                .containsPattern("owner +\\S+, which has left\\R")
                .containsPattern("ATOM +STATE +INTENTION +ROUND +ATTEMPT +WORKER +BEGAN +CHANGED +UNTIL +FAILURE\\R")
                .containsPattern(
                        "two +REVERTED +REVERT +1 +1 +- +\\S+Z +\\S+Z +- +java.lang.IllegalStateException: no space left\\R")
                .containsPattern("# +AT +ATOM +FROM +TO +ROUND +ATTEMPT +WORKER\\R")
                .containsPattern("1 +\\S+Z +- +PENDING +RUNNING +0 +0 +-\\R")
                .containsPattern("two +RUNNING +FAILURE +1 +1 +-\\R");
    }

    @Test
    void aFlowIsShownForProgramsWithoutItsValues() {
        Cli.Result result = CLI.run("flows", "show", good.toString(), "--json").done();
        assertThat(result.out()).doesNotContain("sesame");
        JsonNode flow = result.json();
        assertThat(flow.fieldNames())
                .toIterable()
                .containsExactly(
                        "flow", "atoms", "history", "orphans", "cancelled", "parked", "deadline", "operations");
        assertThat(flow.get("atoms").get(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "kind",
                        "version",
                        "state",
                        "intention",
                        "round",
                        "attempt",
                        "worker",
                        "runId",
                        "failure",
                        "revertFailure",
                        "due",
                        "startBy",
                        "deadline",
                        "began",
                        "changed",
                        "runs");
        assertThat(flow.get("history").get(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "sequence", "at", "atom", "round", "attempt", "from", "to", "worker", "runId", "owner");
        JsonNode failure =
                CLI.run("flows", "show", bad.toString(), "--json").done().json().at("/atoms/1/failure");
        assertThat(failure.get("type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.get("message").asText()).isEqualTo("no space\nleft");
    }

    @Test
    void orphansAreListedAndShown() {
        RequestName request = new RequestName(good, "only", Action.EXECUTE, 1, 1);
        Orphan orphan = Orphan.found(request, "run-7", "worker-9", Values.write("a second volume"));
        try (Persistence process =
                PostgresPersistence.builder().url(DATABASE.url()).open()) {
            assertThat(process.putOrphan(orphan)).isTrue();
        }
        String id = orphan.compensation().toString();
        assertThat(CLI.run("orphans", "list").done().out())
                .containsPattern("ID +STATE +FOUND +FLOW +NAME +ATOM +RUN +WORKER\\R")
                .containsPattern(id + " +FOUND +\\S+Z +" + good + " +good +only +run-7 +worker-9\\R")
                .doesNotContain("second volume");
        assertThat(CLI.run("orphans", "list", "--state", "FAILED", "--json")
                        .done()
                        .json())
                .isEmpty();
        assertThat(CLI.run("orphans", "show", id).done().out())
                .containsPattern("flow +" + good + " good\\R")
                .containsPattern("atom +only, round 1, attempt 1\\R")
                .containsPattern("result +\"a second volume\"\\R");
        JsonNode shown = CLI.run("orphans", "show", id, "--json").done().json();
        assertThat(shown.at("/orphan/runId").asText()).isEqualTo("run-7");
        assertThat(shown.at("/result").asText()).isEqualTo("a second volume");
        assertThat(CLI.run("flows", "show", good.toString()).done().out()).containsPattern("orphans +1, see");
        assertThat(CLI.run("flows", "show", bad.toString()).done().out()).doesNotContain("orphans");
        assertThat(CLI.run("orphans", "show", good.toString()).err()).contains("there is no orphan");
    }

    @Test
    void whatWaitsSaysUntilWhen() {
        try (Persistence process =
                PostgresPersistence.builder().url(DATABASE.url()).open()) {
            Task failing = Tasks.of("later", List.of(), in -> {
                throw new IllegalStateException("busy");
            });
            Engine engine = Engine.builder(failing.attempts(Attempts.of(2).waiting(Backoff.fixed(Duration.ofHours(1)))))
                    .persistence(process)
                    .build();
            engine.notifier().register(new FlowListener() {
                @Override
                public void atomChanged(AtomChanged change) {
                    if (change.failure() != null) {
                        engine.suspend();
                    }
                }
            });
            assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
            assertThat(CLI.run("flows", "show", engine.id().toString()).done().out())
                    .containsPattern("later +RUNNING, waits until \\S+Z +EXECUTE +1 +2 ");
            process.release(engine.id());
            process.destroyFlow(engine.id());
        }
    }

    @Test
    void aFlowThatIsNotThereIsAFailure() {
        UUID nobody = UUID.randomUUID();
        assertThat(CLI.run("flows", "show", nobody.toString())
                        .failedInOneLine(1)
                        .err())
                .contains("there is no flow " + nobody);
    }

    @Test
    void lookingRegistersNobody() {
        CLI.run("flows", "list").done();
        CLI.run("flows", "show", good.toString()).done();
        long owners = Jdbi.create(DATABASE.url())
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM windlass.owners")
                        .mapTo(Long.class)
                        .one());
        assertThat(owners).isZero();
    }
}
