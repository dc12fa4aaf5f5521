package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.conductor.FlowJob;
import io.windlass.examples.bottles.BottleSong;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.volume.BackendPlan;
import io.windlass.examples.volume.CreateVolume;
import io.windlass.examples.volume.Effects;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The conductor as a process: what it is told by signals, by its lease, and by those that ask how it is. */
@Tag("services")
@Timeout(300)
class ConductorProcessTest {
    private static final Duration PACE = Duration.ofMillis(300);
    private static final Duration SLOW = Duration.ofSeconds(40);
    private static final Pattern HEALTH = Pattern.compile("Tells at (http://\\S+)/health");

    private final Concert concert = new Concert("postgresql:test");

    @AfterEach
    void close() {
        concert.close();
    }

    private UUID post(int bottles, Duration pace) {
        return concert.post(BottleSong.posting(bottles, pace));
    }

    @Test
    void itEndsWith0WhenItHasDoneAsManyJobsAsItMay() throws InterruptedException {
        List<UUID> songs = List.of(post(1, PACE), post(1, PACE));
        UUID third = post(1, PACE);

        ChildProcess conductor = concert.conductor("--local", "--max-jobs", "2");

        assertThat(conductor.exitStatus(Concert.PATIENCE)).isZero();
        assertThat(concert.saidBy(conductor))
                .contains(
                        "ready",
                        "pass it around,",
                        "0 bottles of beer on the wall",
                        "consumed " + songs.get(0) + " 99-bottles",
                        "consumed " + songs.get(1) + " 99-bottles");
        songs.forEach(song -> concert.assertSung(song, 1, List.of()));
        assertThat(concert.claimer(third)).contains("nobody");
    }

    @Test
    void onASignalItSuspendsWhatRunsGivesItsJobBackAndEndsWith0() throws InterruptedException {
        ChildProcess first = concert.conductor("--local");
        UUID song = post(3, PACE);
        Effects.Run inHand = concert.awaitOpenRun(song, "pass-2");

        assertThat(concert.cluster.stop(first)).isZero();

        assertThat(concert.flows.states(List.of(song))).containsEntry(song, "SUSPENDED");
        assertThat(concert.claimer(song)).contains("nobody");
        assertThat(concert.saidBy(first)).anyMatch(line -> line.startsWith("abandoned " + song));
        assertThat(concert.effects.runs(song))
                .allMatch(Effects.Run::finished)
                .extracting(Effects.Run::runId)
                .contains(inHand.runId());
        concert.conductor("--local");
        concert.awaitDone(song);
        assertThat(concert.assertSung(song, 3, List.of())).isEmpty();
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        ChildProcess conductor = concert.conductor("--local");
        UUID song = post(1, SLOW);
        concert.awaitOpenRun(song, "take-1");
        Signal.TERM.to(conductor);
        await().atMost(Concert.PATIENCE).until(() -> concert.logOf(conductor).contains("Claims no more jobs"));

        assertThat(concert.cluster.stop(conductor)).isEqualTo(128 + 15);
    }

    @Test
    void onceItsLeaseIsLostItEndsWithAnErrorAndAnotherGoesOn() throws Exception {
        ChildProcess frozen = concert.conductor("--local");
        UUID song = post(2, PACE);
        Effects.Run inHand = concert.awaitOpenRun(song, "pass-2");
        Signal.STOP.to(frozen);
        ChildProcess other = concert.conductor("--local");
        concert.awaitDone(song);

        Signal.CONT.to(frozen);

        assertThat(frozen.exitStatus(Concert.PATIENCE)).isEqualTo(1);
        assertThat(concert.logOf(frozen)).contains("lost its lease");
        assertThat(concert.saidBy(other)).contains("consumed " + song + " 99-bottles");
        assertThat(concert.effects.of(song)).hasSize(6);
        assertThat(concert.effects.runs(song))
                .filteredOn(run -> run.pid() == other.pid() && run.atom().equals(inHand.atom()))
                .hasSize(1);
    }

    @Test
    void itTakesOverWhatAnEngineLeftWithoutAJob() throws InterruptedException {
        ChildProcess engine = concert.cluster.engine("engine");
        concert.cluster.worker("worker", "default", "RECORD,BACKEND,STATUS", 4);
        FlowOrder order = FlowOrder.of("v", 2_000, false);
        concert.cluster.order(engine, order);
        concert.awaitOpenRun(order.id(), "backend");
        concert.cluster.kill(engine);

        concert.conductor();

        concert.awaitState(order.id(), "SUCCESS");
        assertThat(concert.effects.runs(order.id())).hasSize(3);
    }

    /** While no conductor is left it stays as it is, whatever the engine could do with it. */
    @Test
    void anEngineLeavesTheFlowOfAJobToConductors() throws InterruptedException {
        concert.cluster.engine("engine");
        concert.cluster.worker("worker", "default", "RECORD,BACKEND,STATUS", 4);
        ChildProcess first = concert.conductor();
        UUID volume = concert.post(FlowJob.posting(CreateVolume.NAME, Map.of())
                .with(FlowJob.STORE, Map.of("volumeId", "v", "sizeGb", 10, "plan", new BackendPlan(2_000, false))));
        concert.awaitOpenRun(volume, "backend");
        concert.cluster.kill(first);
        await().atMost(Concert.PATIENCE)
                .untilAsserted(() -> assertThat(concert.ownerOf(volume)).isEmpty());

        ChildProcess second = concert.conductor();

        concert.awaitDone(volume);
        assertThat(concert.saidBy(second)).contains("consumed " + volume + " create-volume");
        assertThat(concert.effects.runs(volume)).hasSize(3);
    }

    @Test
    void itTellsHowItIs() throws Exception {
        ChildProcess conductor = concert.conductor("--local", "--health-port", "0");
        awaitAnswer(conductor, "/ready", 200, "ok");
        awaitAnswer(conductor, "/health", 200, "ok");
        concert.awaitOpenRun(post(1, SLOW), "take-1");

        Signal.TERM.to(conductor);

        awaitAnswer(conductor, "/ready", 503, "the conductor claims no jobs");
        awaitAnswer(conductor, "/health", 200, "ok");
        concert.cluster.kill(conductor);
    }

    private void awaitAnswer(ChildProcess process, String path, int status, String text) {
        await().atMost(Concert.PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = asked(process, path);
            assertThat(answer.body()).contains(text);
            assertThat(answer.statusCode()).isEqualTo(status);
        });
    }

    private HttpResponse<String> asked(ChildProcess process, String path) throws Exception {
        Matcher address = HEALTH.matcher(concert.logOf(process));
        assertThat(address.find()).as(concert.logOf(process)).isTrue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address.group(1) + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
