package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WakeableTest {
    private final Wakeable waits = new Wakeable();

    @Test
    void aWaitBringsWhatWasWaitedFor() throws Exception {
        assertThat(waits.await(() -> "it")).contains("it");
        assertThat(waits.isWoken()).isFalse();
    }

    @Test
    void aWaitIsEndedAndTheThreadIsNotLeftInterrupted() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                Optional<Boolean> waited = waits.await(() -> {
                    begun.countDown();
                    never.await();
                    return true;
                });
                interrupted.complete(
                        waited.isPresent() || Thread.currentThread().isInterrupted());
            } catch (InterruptedException e) {
                interrupted.completeExceptionally(e);
            }
        });
        thread.start();
        begun.await();
        waits.wake();
        assertThat(interrupted).succeedsWithin(Processes.LONG).isEqualTo(false);
        assertThat(waits.await(() -> "late")).isEmpty();
    }

    @Test
    void whatCameThoughItWasEndedIsNotLost() throws Exception {
        assertThat(waits.await(() -> {
                    waits.wake();
                    return "it";
                }))
                .contains("it");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void somebodyElsesInterruptIsPassedOn() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> waits.await(() -> {
                    new CountDownLatch(1).await();
                    return "never";
                }))
                .isInstanceOf(InterruptedException.class);
    }
}
