package io.windlass.persistence.postgres;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingQueueTest {
    private final PendingQueue queue = new PendingQueue();

    private static Pending large() {
        String json = "\"" + "x".repeat(7 * 1024 * 1024) + "\"";
        return Pending.of(change(UUID.randomUUID(), succeeded("a", json)));
    }

    private CompletableFuture<Boolean> putElsewhere(Pending pending, Thread[] thread) {
        CompletableFuture<Boolean> added = new CompletableFuture<>();
        thread[0] = Threads.daemon("test-put", () -> {
            try {
                added.complete(queue.put(pending));
            } catch (InterruptedException e) {
                added.completeExceptionally(e);
            }
        });
        thread[0].start();
        return added;
    }

    @Test
    void itBlocksWhenItIsFullUntilThereIsRoom() throws Exception {
        Pending pending = large();
        for (int i = 0; i < 9; i++) {
            assertThat(queue.put(pending)).isTrue();
        }
        Thread[] thread = new Thread[1];
        CompletableFuture<Boolean> added = putElsewhere(pending, thread);
        await().until(() -> thread[0].getState() == Thread.State.WAITING);
        assertThat(added).isNotDone();
        assertThat(queue.take()).hasSize(1);
        assertThat(added.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingWakesWhoWaits() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            assertThat(queue.put(Pending.mark())).isTrue();
        }
        Thread[] thread = new Thread[1];
        CompletableFuture<Boolean> added = putElsewhere(Pending.mark(), thread);
        await().until(() -> thread[0].getState() == Thread.State.WAITING);
        queue.close();
        assertThat(added.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(queue.take()).hasSize(10_000);
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void whatIsLargerThanAllTheRoomGetsInAlone() throws Exception {
        String json = "\"" + "x".repeat(65 * 1024 * 1024) + "\"";
        assertThat(queue.put(Pending.of(change(UUID.randomUUID(), succeeded("a", json)))))
                .isTrue();
        assertThat(queue.take()).hasSize(1);
    }
}
