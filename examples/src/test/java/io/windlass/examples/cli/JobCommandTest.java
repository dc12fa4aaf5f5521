package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.job.Job;
import io.windlass.job.Jobboard;
import io.windlass.job.boards.Jobboards;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.curator.test.TestingServer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs from the command line; beside it a process that claims them. */
@Tag("services")
@Timeout(180)
class JobCommandTest {
    private static final TemporaryDatabase DATABASE = Services.shared().newDatabase("windlass_jobs");

    /** Each test has a board of its own in the database. */
    private final String uri = "postgresql:" + UUID.randomUUID();

    private final Cli cli =
            new Cli(Map.of("WINDLASS_DATABASE_URL", DATABASE.url(), "WINDLASS_BOARD", uri), Path.of(""));

    /** What is done with a board of another process. */
    private interface Work {
        void with(Jobboard board) throws Exception;
    }

    @BeforeAll
    static void migrate() {
        new Cli(Map.of("WINDLASS_DATABASE_URL", DATABASE.url()), Path.of(""))
                .run("migrate")
                .done();
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    private static Cli.Result job(Cli cli, String... arguments) {
        return cli.run(Stream.concat(Stream.of("job"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Cli.Result job(String... arguments) {
        return job(cli, arguments);
    }

    private String post(String... arguments) {
        String[] all = Stream.concat(Stream.of("post"), Stream.of(arguments)).toArray(String[]::new);
        String id = job(all).done().out().strip();
        assertThat(UUID.fromString(id)).isNotNull();
        return id;
    }

    private void elsewhere(Work work) throws Exception {
        try (PostgresPersistence store =
                        PostgresPersistence.builder().url(DATABASE.url()).open();
                Jobboard board = Jobboards.open(uri, store)) {
            board.connect();
            work.with(board);
        }
    }

    private static Job claim(Jobboard board, String id) {
        Job job = board.find(UUID.fromString(id)).orElseThrow();
        board.claim(job, "W-1");
        return job;
    }

    @Test
    void aJobIsPostedWithAllThatConductorsRead() throws Exception {
        UUID flow = UUID.randomUUID();
        String id = post(
                "upgrade \"é\"",
                "--flow=game-upgrade",
                "--flow-id=" + flow,
                "--arg",
                "host=\"h-1\"",
                "--arg=sizes=[1,2.50]",
                "--store=a={\"b\":null}",
                "--detail=color=\"red\"",
                "--priority=very_high",
                "--not-before=2031-02-03T04:05:06Z",
                "--deadline=2031-02-04T00:00:00.123Z",
                "--key=order 7");
        elsewhere(board -> {
            Job job = board.find(UUID.fromString(id)).orElseThrow();
            assertThat(job.name()).isEqualTo("upgrade \"é\"");
            assertThat(job.details().keySet()).containsExactly("color", "factory", "flow_uuid", "args", "store");
            assertThat(job.details().values().stream().map(value -> value.json()))
                    .containsExactly(
                            "\"red\"",
                            "\"game-upgrade\"",
                            "\"" + flow + "\"",
                            "{\"host\":\"h-1\",\"sizes\":[1,2.50]}",
                            "{\"a\":{\"b\":null}}");
            assertThat(job.priority().name()).isEqualTo("VERY_HIGH");
            assertThat(job.posting().notBefore()).isEqualTo(Instant.parse("2031-02-03T04:05:06Z"));
            assertThat(job.posting().deadline()).isEqualTo(Instant.parse("2031-02-04T00:00:00.123Z"));
            assertThat(job.posting().idempotencyKey()).isEqualTo("order 7");
        });
        assertThat(post("other", "--key=order 7")).isEqualTo(id);
    }

    @Test
    void aTimeMayBeFromNowOn() throws Exception {
        Instant before = Instant.now();
        String id = post("later", "--not-before=1h", "--deadline=PT2H");
        elsewhere(board -> {
            Job job = board.find(UUID.fromString(id)).orElseThrow();
            assertThat(job.posting().notBefore())
                    .isBetween(
                            before.plus(Duration.ofHours(1)).minusMillis(1),
                            Instant.now().plus(Duration.ofHours(1)));
            assertThat(job.posting().deadline()).isAfter(before.plus(Duration.ofMinutes(119)));
        });
    }

    @Test
    void jobsAreListedInTheOrderOfClaiming() throws Exception {
        String low = post("low", "--priority=LOW");
        String urgent = post("urgent", "--priority=HIGH", "--detail=secret=\"sesame\"");
        String taken = post("taken");
        elsewhere(board -> {
            claim(board, taken);
            Cli.Result listed = job("list").done();
            List<String> lines = listed.out().lines().toList();
            assertThat(listed.out()).doesNotContain("sesame");
            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).matches("ID +NAME +PRIORITY +STATE +CREATED +MODIFIED +NOT BEFORE +CLAIMED BY");
            assertThat(lines.get(1)).matches(urgent + " +urgent +HIGH +UNCLAIMED +\\S+Z +\\S+Z +- +-");
            assertThat(lines.get(2)).matches(taken + " +taken +NORMAL +CLAIMED +\\S+Z +\\S+Z +- +W-1");
            assertThat(lines.get(3)).startsWith(low);
            JsonNode free = job("list", "--unclaimed", "--json").done().json();
            assertThat(free.findValuesAsText("id")).containsExactly(urgent, low);
            assertThat(free.get(0).fieldNames())
                    .toIterable()
                    .containsExactly(
                            "id",
                            "name",
                            "priority",
                            "state",
                            "claimedBy",
                            "created",
                            "modified",
                            "notBefore",
                            "deadline",
                            "idempotencyKey",
                            "book",
                            "trashed");
            assertThat(job("list", "--limit=1", "--json").done().json().findValuesAsText("id"))
                    .containsExactly(urgent);
        });
    }

    @Test
    void aJobIsShownWithItsDetails() throws Exception {
        String id = post("show me", "--arg=size=1", "--flow=\u001b[31mf", "--key=k");
        assertThat(job("show", id).done().out())
                .containsPattern("job +" + id + " show me\\R")
                .containsPattern("state +UNCLAIMED\\R")
                .containsPattern("key +k\\R")
                .contains("  factory = ", "  args = {\"size\":1}")
                .doesNotContain("\u001b", "claimed by", "deadline", "trashed");
        JsonNode shown = job("show", id, "--json").done().json();
        assertThat(shown.at("/job/name").asText()).isEqualTo("show me");
        assertThat(shown.at("/details/args/size").asInt()).isEqualTo(1);
        UUID nobody = UUID.randomUUID();
        assertThat(job("show", nobody.toString()).failedInOneLine(1).err()).contains("there is no job " + nobody);
    }

    @Test
    void theEndOfAJobIsWaitedForAndTheStatusTells() throws Exception {
        String done = post("done");
        String hangs = post("hangs");
        Cli.Result tooEarly = job("wait", done, "--timeout=0s");
        assertThat(tooEarly.status()).isEqualTo(1);
        assertThat(tooEarly.out()).isEqualTo(done + " is still there after PT0S" + System.lineSeparator());
        assertThat(job("wait", done, "--timeout=1ms", "--json")
                        .json()
                        .get("end")
                        .asText())
                .isEqualTo("STILL_THERE");
        CompletableFuture<Cli.Result> waiting = CompletableFuture.supplyAsync(() -> job("wait", done));
        elsewhere(board -> board.consume(claim(board, done), "W-1"));
        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join().done().out()).contains(done + " has left the board");
        assertThat(job("wait", done).done().out()).contains("has left");
        elsewhere(board -> board.trash(claim(board, hangs), "W-1", "five\ntries"));
        Cli.Result aside = job("wait", hangs);
        assertThat(aside.status()).isEqualTo(1);
        assertThat(aside.out()).contains(hangs + " was put aside by W-1: five tries");
        assertThat(job("wait", hangs, "--json").json().at("/trashed/why").asText())
                .isEqualTo("five\ntries");
    }

    @Test
    void aClaimIsTakenAwayFromAnotherProcess() throws Exception {
        String id = post("x");
        assertThat(job("abandon", id, "--why=test").failedInOneLine(1).err()).contains("not claimed");
        elsewhere(board -> {
            Job job = claim(board, id);
            assertThat(job("abandon", id, "--why=it hangs").done().out()).contains(id + " may be claimed by others");
            assertThat(board.findOwner(job)).isEmpty();
            board.claim(job, "W-2");
            assertThat(job("show", id).done().out())
                    .containsPattern("claimed by +W-2\\R")
                    .containsPattern("taken +\\S+Z from W-1 by \\S+: it hangs\\R");
            assertThat(job("show", id, "--json")
                            .done()
                            .json()
                            .at("/released/why")
                            .asText())
                    .isEqualTo("it hangs");
        });
        assertThat(job("abandon", id).err()).contains("--why");
        assertThat(job("abandon", id, "--why= ").failedInOneLine(2).err()).contains("say why");
        assertThat(job("abandon", UUID.randomUUID().toString(), "--why=x")
                        .failedInOneLine(1)
                        .err())
                .contains("there is no job");
    }

    @Test
    void whatIsPutAsideIsListedPostedAgainAndDeleted() throws Exception {
        String claimed = post("claimed", "--detail=color=\"red\"");
        String free = post("free");
        elsewhere(board -> {
            claim(board, claimed);
            assertThat(job("trash", claimed, "--why=it hangs\nfor hours", "--who=olga")
                            .done()
                            .out())
                    .contains(claimed + " is put aside");
        });
        assertThat(job("trash", free, "--why=not needed", "--json")
                        .done()
                        .json()
                        .at("/trashed/why")
                        .asText())
                .isEqualTo("not needed");
        assertThat(job("list", "--json").done().json()).isEmpty();
        List<String> lines = job("trashed").done().out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("ID +NAME +PRIORITY +CREATED +TRASHED +BY +WHY");
        assertThat(lines.get(1)).startsWith(free);
        assertThat(lines.get(2)).matches(claimed + " +claimed +NORMAL +\\S+Z +\\S+Z +olga +it hangs for hours");
        assertThat(job("trashed", "--limit=1", "--json").done().json().findValuesAsText("id"))
                .containsExactly(free);
        assertThat(job("show", claimed).done().out())
                .containsPattern("trashed +\\S+Z by olga\\R")
                .contains("why        it hangs\nfor hours", "color = \"red\"");

        Cli.Result again = job("repost", claimed, claimed);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.out())
                .contains(claimed + " is posted again", claimed + " is not among the jobs that were put aside");
        assertThat(job("list", "--json").done().json().findValuesAsText("id")).containsExactly(claimed);

        assertThat(job("drop", free).failedInOneLine(2).err()).contains("--yes");
        JsonNode dropped = job("drop", free, "--yes", "--json").done().json();
        assertThat(dropped.get("done").get(0).asText()).isEqualTo(free);
        assertThat(dropped.get("notThere")).isEmpty();
        assertThat(job("trashed", "--json").done().json()).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeItIsPosted() {
        for (String wrong : List.of("size", "size=", "size={", "size=10 11", "size=sesame")) {
            for (String option : List.of("--arg", "--store", "--detail")) {
                Cli.Result refused = job("post", "x", "--flow=f", option, wrong);
                assertThat(refused.status()).as(option + " " + wrong).isEqualTo(2);
                assertThat(refused.err()).contains(option).doesNotContain("sesame");
            }
        }
        assertThat(job("post", "x", "--arg=a=1").failedInOneLine(2).err()).contains("--flow");
        assertThat(job("post", "x", "--flow=f", "--detail=factory=1")
                        .failedInOneLine(2)
                        .err())
                .contains("factory");
        assertThat(job("post", " ").failedInOneLine(2).err()).contains("name of a job");
        assertThat(job("post", "x", "--priority=urgent").err()).contains("VERY_HIGH");
        assertThat(job("post", "x", "--not-before=soon").err()).contains("'soon' is no time");
        assertThat(job("post", "x", "--not-before=2h", "--deadline=1h")
                        .failedInOneLine(2)
                        .err())
                .contains("after its deadline");
        assertThat(job("post", "x", "--deadline=PT9999999999H").err()).contains("1970 to 9999");
        assertThat(job("post", "x", "--deadline=P106751991167300D").err()).contains("no time");
        assertThat(job("list", "--limit=0").failedInOneLine(2).err()).contains("--limit is 0");
        assertThat(job("wait", UUID.randomUUID().toString(), "--timeout=-PT1S")
                        .failedInOneLine(2)
                        .err())
                .contains("--timeout is PT-1S");
        assertThat(job("wait", "x").err()).contains("cannot convert 'x' to UUID");
        assertThat(job("list", "--json").done().json()).isEmpty();
    }

    @Test
    void nobodyIsLeftBehindInTheDatabase() {
        post("x");
        job("list").done();
        long owners = Jdbi.create(DATABASE.url())
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM windlass.owners WHERE name LIKE 'job-%'")
                        .mapTo(Long.class)
                        .one());
        assertThat(owners).isZero();
    }

    @Test
    void aBoardMayBeInZookeeper() throws Exception {
        try (TestingServer server = new TestingServer()) {
            Cli there = Cli.bare(Path.of(""));
            String board = "--board=zookeeper://" + server.getConnectString() + "/some/jobs";
            String id = job(there, "post", "x", board).done().out().strip();
            assertThat(job(there, "list", board, "--json").done().json().findValuesAsText("id"))
                    .containsExactly(id);
            job(there, "trash", id, "--why=test", board).done();
            assertThat(job(there, "trashed", board).done().out()).contains(id);
            assertThat(job(there, "wait", id, board).status()).isEqualTo(1);
            job(there, "repost", id, board).done();
            assertThat(job(there, "show", id, board).done().out()).contains("UNCLAIMED");
        }
    }
}
