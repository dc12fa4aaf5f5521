package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.engine.Engine;
import io.windlass.failure.CancelledException;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** In one process, with engines and workers that die. */
class CancelledFlowTest extends CancelContract {
    private final InProcessBroker broker = new InProcessBroker();

    @Override
    Proxy connect(String name) {
        return broker.connect(name);
    }

    /** The dead engine has stored that its flow is cancelled, and told the worker, which was not to be moved by that. */
    @Test
    void aSuccessorGoesOnCancelling() {
        worker("w1");
        InProcessProxy proxy = open(broker.connect("dead"));
        MemoryPersistence dead = persistence();
        Engine engine = engine("deaf", executor(proxy, dead), dead).build();
        CompletableFuture<FlowState> lost = engine.start();
        await().until(() -> log.contains("deaf"));
        CompletableFuture<FlowState> unheard = engine.cancel();
        await().until(() -> log.contains("deaf told"));
        proxy.kill();
        store.freeze(dead.owner());

        MemoryPersistence persistence = persistence();
        RemoteExecutor executor = executor(open(broker.connect("successor")), persistence);
        assertThat(executor.takeOver(Set.of("f"), 10)).hasSize(1);
        Engine successor = engine("deaf", executor, persistence)
                .resume(persistence.load(engine.id()).orElseThrow())
                .build();
        CompletableFuture<FlowState> run = successor.start();
        await().until(() -> executor.workers().get().size() == 1);
        gate.countDown();
        assertThat(run.handle((state, error) -> successor.state()).join()).isEqualTo(FlowState.REVERTED);
        assertThat(log).containsExactly("first", "deaf", "deaf told", "-deaf done", "-first done");
        assertThat(CancelMeta.of(
                        persistence.load(engine.id()).orElseThrow().flow().meta()))
                .isPresent();
        assertThat(lost).isNotDone();
        assertThat(unheard).isNotDone();
    }

    @Test
    void whatNobodyServesIsNotWaitedFor() {
        MemoryPersistence persistence = persistence();
        Engine engine = engine("deaf", executor(open(broker.connect("engine")), persistence), persistence)
                .build();
        CompletableFuture<FlowState> run = engine.start();
        await().until(() -> engine.state() == FlowState.RUNNING);
        assertThat(engine.cancel().join()).isEqualTo(FlowState.REVERTED);
        assertThat(log).isEmpty();
        assertThat(run)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withStackTraceContaining(CancelledException.class.getName());
    }
}
