package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.engine.Engine;
import io.windlass.proxy.Grant;
import io.windlass.proxy.Request;
import io.windlass.proxy.Running;
import io.windlass.proxy.Verdict;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What runs for so long that the engine takes the request over from the broker. */
@Timeout(120)
class CustodyTest {
    private static final Duration LONG = Duration.ofMillis(300);
    private static final String QUEUE = "windlass.requests.p.1.test.long";
    private static final RemoteOptions OPTIONS =
            RemoteOptions.DEFAULT.withHeartbeat(Crew.HEARTBEAT).withCustodyAfter(LONG);

    private final Crew crew = new Crew();

    @AfterEach
    void close() throws Exception {
        crew.close();
    }

    private static RemoteOptions patient(Duration heartbeatTimeout, Duration reconnectGrace) {
        return new RemoteOptions(Crew.HEARTBEAT, heartbeatTimeout, reconnectGrace, Crew.NEVER).withCustodyAfter(LONG);
    }

    private void awaitCustody() {
        await().until(() -> crew.count("windlass.requests.custody") == 1);
    }

    private static Running running(RequestName name, String run, Duration since, boolean inCustody) {
        return new Running(name, run, since, 0, null, inCustody);
    }

    /** Has a worker by hand start the flow's only request, and say that it runs in the engine's custody. */
    private RequestName inCustody(WorkerByHand worker) throws InterruptedException {
        worker.advertise();
        RequestName name = worker.takeRequest().name();
        worker.tell(running(name, "run", LONG, true));
        awaitCustody();
        return name;
    }

    @Test
    void theBrokerHasNoCopyOfItAnyMoreAndTheEngineIssuesItAgain() {
        InProcessProxy first = crew.worker("w1");
        CompletableFuture<FlowState> end =
                crew.node("engine", OPTIONS).engine(crew.task("a")).start();
        await().until(() -> crew.count("windlass.worker.answers", "verdict", "held") > 0);
        first.kill();
        assertThat(crew.broker.waiting(QUEUE)).isZero();
        crew.worker("w2");
        await().until(() -> crew.runs().contains("a on w2"));
        crew.letEnd();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(crew.runs()).containsExactly("a on w1", "a on w2");
        assertThat(crew.count("windlass.requests.reissued", "reason", "lost")).isEqualTo(1);
    }

    @Test
    void theEngineSaysItUntilTheWorkerKnows() throws InterruptedException {
        WorkerByHand worker = new WorkerByHand(crew.connect("polite"), Crew.QUEUE);
        Engine engine = crew.node("engine", patient(Crew.NEVER, Crew.NEVER)).engine(crew.task("a"));
        CompletableFuture<FlowState> end = engine.start();
        worker.advertise();
        RequestName name = worker.takeRequest().name();

        worker.tell(running(name, "run", LONG.minusMillis(1), false));
        for (int i = 0; i < 3; i++) {
            worker.tell(running(name, "run", LONG.plusSeconds(i), false));
            assertThat(worker.hear()).isEqualTo(new Grant(name, "run", Verdict.HELD));
        }
        worker.tell(running(name, "run", LONG, true));
        assertThat(worker.ask(name, "run")).as("the next that it says").isEqualTo(Verdict.GO);
        assertThat(crew.count("windlass.requests.custody")).isEqualTo(1);
        assertThat(end).isNotDone();
    }

    /** Its outcome is recorded, or it was given up, and its body runs on: that must not cost the worker its session. */
    @Test
    void aRunThatNobodyWaitsForNeedsNoCopyEither() throws InterruptedException {
        WorkerByHand worker = new WorkerByHand(crew.connect("polite"), Crew.QUEUE);
        Engine engine = crew.node("engine", patient(Crew.NEVER, Crew.NEVER)).engine(crew.task("a"));
        CompletableFuture<FlowState> end = engine.start();
        worker.advertise();
        RequestName name = worker.takeRequest().name();
        RequestName old = new RequestName(name.flow(), name.atom(), name.action(), name.round(), 7);

        worker.tell(running(old, "old", LONG, false));

        assertThat(worker.hear()).isEqualTo(new Grant(old, "old", Verdict.HELD));
        assertThat(crew.count("windlass.requests.custody")).isZero();
        assertThat(end).isNotDone();
    }

    @Test
    void aRunOfAFlowThatHasEndedNeedsNoCopyEither() throws InterruptedException {
        WorkerByHand worker = new WorkerByHand(crew.connect("polite"), Crew.QUEUE);
        crew.node("engine", patient(Crew.NEVER, Crew.NEVER));
        RequestName old = new RequestName(UUID.randomUUID(), "a", Action.EXECUTE, 1, 1);

        worker.tell(running(old, "old", LONG.plus(Crew.NEVER), false));

        assertThat(worker.hear()).isEqualTo(new Grant(old, "old", Verdict.HELD));
    }

    @Test
    void aWorkerThatComesBackInTheGraceKeepsItsRun() throws InterruptedException {
        InProcessProxy lost = crew.connect("w1");
        WorkerByHand worker = new WorkerByHand("w1", lost, Crew.QUEUE);
        Crew.Node node = crew.node("engine", patient(Crew.NEVER, Duration.ofSeconds(2)));
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        RequestName name = inCustody(worker);

        lost.kill();
        await().until(() -> node.executor.workers().join().isEmpty());
        WorkerByHand back = new WorkerByHand("w1", crew.connect("w1"), Crew.QUEUE);
        back.advertise();
        back.tell(running(name, "run", LONG, false));

        assertThat(back.hear()).isEqualTo(new Grant(name, "run", Verdict.HELD));
        WorkerByHand other = new WorkerByHand("w2", crew.connect("w2"), Crew.QUEUE);
        assertThat(other.ask(name, "other")).as("nobody needs a copy").isEqualTo(Verdict.STALE);
        assertThat(crew.count("windlass.requests.reissued", "reason", "lost")).isZero();
        assertThat(end).isNotDone();
    }

    @Test
    void aWorkerThatDoesNotComeBackInTheGraceLosesItsRun() throws InterruptedException {
        InProcessProxy lost = crew.connect("w1");
        WorkerByHand worker = new WorkerByHand("w1", lost, Crew.QUEUE);
        Crew.Node node = crew.node("engine", patient(Crew.NEVER, Crew.HEARTBEAT));
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        RequestName name = inCustody(worker);
        WorkerByHand other = new WorkerByHand("w2", crew.connect("w2"), Crew.QUEUE);
        other.advertise();
        lost.kill();

        // The worker had not acknowledged it really: the broker's copy may be the first.
        Request first = other.takeRequest();
        assertThat(first.name()).isEqualTo(name);
        await().until(() -> other.ask(name, "run2") == Verdict.GO);
        assertThat(end).isNotDone();
    }

    /** No timer is short enough to explain it. */
    @Test
    void whatAWorkerStillRunsWhenItEndsIsIssuedAtOnce() {
        Worker first = crew.worker("w1", crew.connect("w1"), 1);
        Crew.Node node = crew.node("engine", patient(Crew.NEVER, Crew.NEVER));
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        awaitCustody();
        crew.worker("w2");
        first.close();

        await().until(() -> crew.runs().contains("a on w2"));
        crew.letEnd();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(crew.runs()).containsExactly("a on w1", "a on w2");
    }

    @Test
    void whatAWorkerGivesBackIsIssuedAtOnce() throws InterruptedException {
        WorkerByHand worker = new WorkerByHand("w1", crew.connect("w1"), Crew.QUEUE);
        Crew.Node node = crew.node("engine", patient(Crew.NEVER, Crew.NEVER));
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        RequestName name = inCustody(worker);
        crew.worker("w2");
        worker.giveBack(name, "run");

        await().until(() -> crew.runs().contains("a on w2"));
        crew.letEnd();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
    }

    /** As when its process died and another one has its name. */
    @Test
    void whatAWorkerDoesNotListAnyMoreIsIssuedAgain() throws InterruptedException {
        WorkerByHand worker = new WorkerByHand("w1", crew.connect("w1"), Crew.QUEUE);
        Crew.Node node = crew.node("engine", patient(Crew.NEVER, Crew.HEARTBEAT));
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        inCustody(worker);
        crew.worker("w2");
        await().until(() -> {
            worker.tell();
            return crew.runs().contains("a on w2");
        });
        crew.letEnd();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void aSuccessorGoesOnWithARunInCustody() {
        crew.worker("w1");
        Crew.Node dead = crew.node("dead", OPTIONS);
        Engine engine = dead.engine(crew.task("a"));
        CompletableFuture<FlowState> lost = engine.start();
        awaitCustody();
        dead.crash();
        CompletableFuture<FlowState> end =
                crew.successor(engine, OPTIONS, crew.task("a")).start();
        await().until(() -> crew.count("windlass.requests.custody") == 2);
        crew.letEnd();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(crew.runs()).containsExactly("a on w1");
        assertThat(lost).isNotDone();
    }

    @Test
    void aSuccessorIssuesAgainWhatNobodyClaims() {
        InProcessProxy worker = crew.worker("w1");
        Crew.Node dead = crew.node("dead", OPTIONS);
        Engine engine = dead.engine(crew.task("a"));
        CompletableFuture<FlowState> lost = engine.start();
        awaitCustody();
        dead.crash();
        worker.kill();
        crew.worker("w2");
        CompletableFuture<FlowState> end =
                crew.successor(engine, OPTIONS, crew.task("a")).start();
        await().until(() -> crew.runs().contains("a on w2"));
        crew.letEnd();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(lost).isNotDone();
    }

    @Test
    void whatRunsAtMostOnceIsNotStartedAgain() {
        InProcessProxy worker = crew.worker("w1");
        Crew.Node node = crew.node("engine", OPTIONS);
        CompletableFuture<FlowState> end =
                node.engine(crew.task("a").atMostOnce()).start();
        awaitCustody();
        crew.worker("w2");
        worker.kill();
        assertThatThrownBy(end::join).hasMessageContaining("may have run");
        assertThat(crew.runs()).containsExactly("a on w1");
    }

    /** The broker pushes another request in the place of one that was acknowledged early. */
    @Test
    void aFullWorkerOfOneQueueDoesNotSitOnWhatOthersCouldStart() {
        crew.worker("w1");
        Crew.Node node = crew.node("engine", OPTIONS);
        CompletableFuture<FlowState> first = node.engine(crew.task("a")).start();
        await().until(() -> crew.count("windlass.worker.answers", "verdict", "held") > 0);
        CompletableFuture<FlowState> second = node.engine(crew.task("b")).start();
        await("it lies in the broker").until(() -> crew.broker.waiting(QUEUE) == 1);
        crew.worker("w2");
        await().until(() -> crew.runs().contains("b on w2"));
        crew.letEnd();
        assertThat(first.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(second.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(crew.runs()).containsExactly("a on w1", "b on w2");
    }
}
