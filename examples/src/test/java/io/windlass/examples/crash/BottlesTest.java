package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.examples.bottles.BottleSong;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.volume.Effects;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The song of the bottles: its poster exits, two conductors work, one is killed with a bottle in its hand. */
@Tag("services")
@Timeout(300)
class BottlesTest {
    private static final int BOTTLES = 3;
    private static final Duration PACE = Duration.ofMillis(400);
    private static final String TASKS = "bottles.take-one-down,bottles.pass-it-around,bottles.conclude";

    @Test
    void conductorsSingThemselvesOnABoardInPostgres() throws Exception {
        anotherSingsToTheEnd("postgresql:song");
    }

    @Test
    void conductorsSingThemselvesOnABoardInZookeeper() throws Exception {
        try (TestingServer server = new TestingServer()) {
            anotherSingsToTheEnd("zookeeper://" + server.getConnectString() + "/song");
        }
    }

    /** The line that the killed one had begun is sung again, and no other. */
    private static void anotherSingsToTheEnd(String board) throws InterruptedException {
        try (Concert concert = new Concert(board)) {
            List<ChildProcess> conductors = List.of(concert.conductor("--local"), concert.conductor("--local"));
            UUID song = concert.post(BottleSong.posting(BOTTLES, PACE));
            Effects.Run inHand = concert.awaitOpenRun(song, "pass-" + (BOTTLES - 1));
            concert.cluster.kill(one(conductors, conductor -> conductor.pid() == inHand.pid()));

            concert.awaitDone(song);

            List<Effects.Run> cutOff = concert.assertSung(song, BOTTLES, List.of(inHand.pid()));
            assertThat(cutOff).extracting(Effects.Run::runId).containsExactly(inHand.runId());
        }
    }

    @Test
    void workersSingAndLoseNoLineWithTheConductor() throws Exception {
        try (Concert concert = new Concert("postgresql:song")) {
            List<ChildProcess> conductors = List.of(concert.conductor(), concert.conductor());
            concert.cluster.worker("singer-1", "default", TASKS, 1);
            concert.cluster.worker("singer-2", "default", TASKS, 1);
            UUID song = concert.post(BottleSong.posting(BOTTLES, PACE));
            concert.awaitOpenRun(song, "pass-" + (BOTTLES - 1));
            String claimer = concert.claimer(song).orElseThrow();
            concert.cluster.kill(one(conductors, conductor -> claimer.startsWith(conductor.name() + "@")));

            concert.awaitDone(song);

            assertThat(concert.assertSung(song, BOTTLES, List.of())).isEmpty();
        }
    }

    private static ChildProcess one(List<ChildProcess> conductors, Predicate<ChildProcess> which) {
        return conductors.stream().filter(which).findFirst().orElseThrow();
    }
}
