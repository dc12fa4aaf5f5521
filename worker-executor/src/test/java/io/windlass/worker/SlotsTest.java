package io.windlass.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final int COUNT = 8;
    private static final int PATIENCE_SECONDS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    private final Slots slots = new Slots(COUNT);

    @AfterEach
    void end() throws InterruptedException {
        slots.shutdown();
        slots.interrupt();
        assertThat(slots.awaitEnd(PATIENCE)).isTrue();
    }

    /** One thread wakes the next: none of them may be forgotten, whatever it does itself, and whether it slept before. */
    @Test
    void asManyRunAtOnceAsThereAreSlots() throws Exception {
        for (int round = 0; round < 200; round++) {
            CyclicBarrier allAtOnce = new CyclicBarrier(COUNT + 1);
            for (int i = 0; i < COUNT; i++) {
                slots.queue(() -> await(allAtOnce));
            }
            await(allAtOnce);
        }
    }

    @Test
    void whatComesFromManySidesRunsOnce() throws Exception {
        int each = 20_000;
        CountDownLatch ran = new CountDownLatch(4 * each);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            new Thread(() -> {
                        for (int j = 0; j < each; j++) {
                            slots.queue(() -> {
                                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                                atOnce.decrementAndGet();
                                ran.countDown();
                            });
                        }
                    })
                    .start();
        }
        assertThat(ran.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(COUNT);
    }

    @Test
    void aBodyThatFailsAndAnInterruptAreNothingToTheNext() throws Exception {
        CountDownLatch ran = new CountDownLatch(COUNT);
        Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < COUNT; i++) {
            slots.queue(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                Thread.currentThread().interrupt();
                throw new AssertionError("planted");
            });
        }
        for (int i = 0; i < COUNT; i++) {
            slots.queue(() -> {
                interrupted.add(Thread.currentThread().isInterrupted());
                ran.countDown();
            });
        }
        assertThat(ran.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).containsOnly(false);
    }

    @Test
    void whatWaitsAtTheEndIsStillCalled() throws Exception {
        CyclicBarrier begun = new CyclicBarrier(COUNT + 1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < COUNT; i++) {
            slots.queue(() -> {
                await(begun);
                awaitQuietly(go);
            });
        }
        await(begun);
        for (int i = 0; i < 2 * COUNT; i++) {
            slots.queue(ran::incrementAndGet);
        }
        slots.shutdown();
        assertThatThrownBy(() -> slots.queue(ran::incrementAndGet)).isInstanceOf(RejectedExecutionException.class);
        assertThat(slots.awaitEnd(Duration.ZERO)).isFalse();
        go.countDown();
        assertThat(slots.awaitEnd(PATIENCE)).isTrue();
        assertThat(ran).hasValue(2 * COUNT);
    }

    @Test
    void whatRunsIsInterruptedAndWhatWaitsForgotten() throws Exception {
        CyclicBarrier begun = new CyclicBarrier(COUNT + 1);
        AtomicInteger interrupted = new AtomicInteger();
        for (int i = 0; i < COUNT; i++) {
            slots.queue(() -> {
                await(begun);
                if (!awaitQuietly(new CountDownLatch(1))) {
                    interrupted.incrementAndGet();
                }
            });
        }
        await(begun);
        slots.queue(() -> interrupted.set(-1));
        slots.shutdown();
        slots.interrupt();
        assertThat(slots.awaitEnd(PATIENCE)).isTrue();
        assertThat(interrupted).hasValue(COUNT);
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("they do not all run at once", e);
        }
    }
}
