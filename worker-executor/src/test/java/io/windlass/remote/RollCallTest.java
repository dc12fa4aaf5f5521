package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RollCallTest {
    /** So long that workers tell of themselves only when asked. */
    private static final Duration HEARTBEAT = Duration.ofHours(1);

    private static final Map<String, List<String>> TYPES = Map.of("test.nothing", List.of("2.1"));

    @TaskType(value = "test.nothing", version = "2.1")
    static final class Nothing extends Task {
        public int execute() {
            return 0;
        }
    }

    private static Worker worker(InProcessProxy proxy, String name, String pool, int slots) {
        return Worker.builder(proxy)
                .name(name)
                .pool(pool)
                .slots(slots)
                .heartbeat(HEARTBEAT)
                .register(Nothing.class)
                .build()
                .start();
    }

    @Test
    void theLivingAnswerInOrderAndThoseWhoLeaveAreStruckOff() {
        InProcessBroker broker = new InProcessBroker();
        try (InProcessProxy one = broker.connect("one");
                InProcessProxy two = broker.connect("two");
                InProcessProxy mine = broker.connect("mine");
                RollCall early = new RollCall(mine);
                Worker stays = worker(one, "w1", "z", 3)) {
            WorkerView staying = new WorkerView(stays.name(), "z", TYPES, 3, 3, false);
            await().untilAsserted(() -> assertThat(early.present()).containsExactly(staying));
            // It has told of itself, and does not do so again in this test unless it is asked.
            try (RollCall call = new RollCall(mine)) {
                await().untilAsserted(() -> assertThat(call.present()).containsExactly(staying));
                try (Worker leaves = worker(two, "w2", "a", 1)) {
                    WorkerView leaving = new WorkerView(leaves.name(), "a", TYPES, 1, 1, false);
                    await().untilAsserted(() -> assertThat(call.present()).containsExactly(leaving, staying));
                }
                await().untilAsserted(() -> assertThat(call.present()).containsExactly(staying));
            }
        }
    }

    @Test
    void whereNobodyIsTheAnswerIsEmpty() throws InterruptedException {
        try (InProcessProxy mine = new InProcessBroker().connect("mine");
                RollCall call = new RollCall(mine)) {
            assertThat(call.listen(Duration.ofMillis(50))).isEmpty();
        }
    }
}
