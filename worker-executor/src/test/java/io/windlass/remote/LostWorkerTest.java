package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.proxy.Request;
import io.windlass.proxy.Running;
import io.windlass.proxy.Verdict;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that fall silent or leave, with what they run and the broker still has. */
@Timeout(120)
class LostWorkerTest {
    private static final String QUEUE = "windlass.requests.p.1.test.long";
    private static final Duration SILENCE = Crew.HEARTBEAT.multipliedBy(4);
    private static final RemoteOptions OPTIONS =
            new RemoteOptions(Crew.HEARTBEAT, SILENCE, Crew.NEVER, Duration.ofMillis(300));

    private final Crew crew = new Crew();

    @AfterEach
    void close() throws Exception {
        crew.close();
    }

    private static Running running(RequestName name) {
        return new Running(name, "silent run", Duration.ofSeconds(2), 0, null);
    }

    /** A worker that has begun the flow's only request, and from then on is silent; its session lasts. */
    private RequestName fallSilent(InProcessProxy proxy) throws InterruptedException {
        WorkerByHand silent = new WorkerByHand("silent", proxy, Crew.QUEUE);
        silent.advertise();
        RequestName name = silent.takeRequest().name();
        silent.tell(running(name));
        return name;
    }

    @Test
    void whatASilentWorkerRanRunsElsewhereOnceAndTheBrokersCopyIsDropped() throws InterruptedException {
        InProcessProxy silent = crew.connect("silent");
        Crew.Node node = crew.node("engine", OPTIONS);
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        fallSilent(silent);
        crew.worker("w1");
        crew.worker("w2");

        await().until(() -> crew.runs().size() == 1);
        assertThat(crew.count("windlass.requests.reissued", "reason", "lost")).isEqualTo(1);
        silent.kill(); // now the broker delivers its copy to the others too
        await().until(() -> crew.broker.waiting(QUEUE) == 0);
        crew.letEnd();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        await().until(() -> node.executor.workers().join().stream().allMatch(worker -> worker.free() == 1));
        assertThat(crew.runs()).hasSize(1);
    }

    @Test
    void itIsMarkedSoThatACopyOfItIsAskedFor() throws InterruptedException {
        Crew.Node node = crew.node("engine", OPTIONS);
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        RequestName name = fallSilent(crew.connect("silent"));
        WorkerByHand other = new WorkerByHand("other", crew.connect("other"), Crew.QUEUE);
        await().until(() -> {
            other.advertise();
            return other.hasRequests();
        });

        Request again = other.takeRequest();
        assertThat(again.name()).isEqualTo(name);
        assertThat(again.reissued()).isTrue();
        assertThat(other.ask(name, "run2")).isEqualTo(Verdict.GO);
        assertThat(end).isNotDone();
    }

    /** It is not given up for want of a worker: the broker has it. */
    @Test
    void whatNobodyElseServesIsLeftToTheBroker() throws InterruptedException {
        InProcessProxy silent = crew.connect("silent");
        Crew.Node node = crew.node("engine", OPTIONS);
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        fallSilent(silent);

        await().until(() -> !node.executor.unserved().isEmpty());
        await().until(() -> node.executor
                        .unserved()
                        .get(0)
                        .longest()
                        .compareTo(SILENCE.plus(OPTIONS.noWorkerTimeout()).multipliedBy(2))
                > 0);
        assertThat(end).isNotDone();
        silent.kill();
        crew.letEnd();
        crew.worker("w1");
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(crew.runs()).containsExactly("a on w1");
    }

    /** The interrupt ends the body with an exception, which is not the task's. */
    @Test
    void whatIsCutOffByTheDrainTimeoutIsNoFailure() {
        Worker first = crew.worker("w1", crew.connect("w1"), 1);
        Crew.Node node = crew.node("engine", RemoteOptions.DEFAULT.withHeartbeat(Crew.HEARTBEAT));
        CompletableFuture<FlowState> end = node.engine(crew.task("a")).start();
        await().until(() -> crew.runs().size() == 1);
        crew.worker("w2");
        first.close();

        await().until(() -> crew.runs().contains("a on w2"));
        crew.letEnd();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
    }
}
