package io.windlass.proxy.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InTurnTest {
    private static final int MANY = 1_000;

    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final InTurn inTurn = new InTurn(pool);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void tasksRunInOrderAndNeverTwoAtOnceWhateverBecomesOfOne() throws Exception {
        List<Integer> ran = new CopyOnWriteArrayList<>();
        AtomicInteger atOnce = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            int number = i;
            inTurn.execute(() -> {
                assertThat(atOnce.incrementAndGet()).isEqualTo(1);
                ran.add(number);
                atOnce.decrementAndGet();
                all.countDown();
                if (number % 100 == 0) {
                    throw new IllegalStateException("planted");
                }
            });
        }
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    }

    @Test
    void oneThatBlocksHoldsUpItsOwnTurnOnly() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        inTurn.execute(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        new InTurn(pool).execute(done::countDown);
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        go.countDown();
    }

    @Test
    void whatComesAfterThePoolHasEndedIsNobodys() {
        pool.shutdown();
        inTurn.execute(() -> {
            throw new AssertionError("runs all the same");
        });
    }
}
