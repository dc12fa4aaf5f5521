package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One action at a time, none lost, on the threads of those who bring them. */
@Timeout(60)
class ActorTest {
    private final Actor actor = new Actor();
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final List<Integer> done = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        actor.close(Duration.ofSeconds(10));
        other.shutdownNow();
    }

    @Test
    void actionsOfManyThreadsAreOneAtATimeEachInItsThreadsOrder() throws Exception {
        int threads = 4;
        int each = 20_000;
        CountDownLatch all = new CountDownLatch(2 * threads * each);
        List<List<Integer>> order = IntStream.range(0, threads)
                .mapToObj(i -> (List<Integer>) new ArrayList<Integer>())
                .toList();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        for (int i = 0; i < threads; i++) {
            int thread = i;
            new Thread(() -> {
                        await(start);
                        for (int n = 0; n < each; n++) {
                            int number = n;
                            actor.act(() -> {
                                together.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                order.get(thread).add(number); // no lock: it is the actor that keeps others away
                                actor.afterwards(all::countDown);
                                inside.decrementAndGet();
                                all.countDown();
                            });
                        }
                    })
                    .start();
        }

        all.await();

        assertThat(together).hasValue(1);
        assertThat(order)
                .allSatisfy(mine -> assertThat(mine)
                        .isEqualTo(IntStream.range(0, each).boxed().toList()));
    }

    /** Again and again one action meets the very moment at which the thread that did the last one leaves. */
    /** Who has nothing to do afterwards must not look at the list that the next one is filling. */
    @Test
    void whatComesAfterwardsIsDoneOnceByWhoeverBroughtIt() throws Exception {
        int threads = 4;
        int each = 50_000;
        AtomicInteger afterwards = new AtomicInteger();
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            boolean brings = i % 2 == 0;
            Thread thread = new Thread(() -> {
                await(start);
                for (int n = 0; n < each; n++) {
                    actor.act(brings ? () -> actor.afterwards(afterwards::incrementAndGet) : () -> {});
                }
            });
            thread.setUncaughtExceptionHandler((dead, error) -> thrown.add(error));
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
        CountDownLatch last = new CountDownLatch(1);
        actor.act(() -> actor.afterwards(last::countDown));
        last.await();
        actor.close(Duration.ofSeconds(10));

        assertThat(thrown).isEmpty();
        assertThat(afterwards).hasValue(threads / 2 * each);
    }

    @Test
    void whatComesWhileTheLastThreadLeavesIsNotLost() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            CountDownLatch both = new CountDownLatch(2);
            other.execute(() -> actor.act(both::countDown));
            actor.act(both::countDown);
            both.await();
        }
    }

    @Test
    void whatAnActionThrowsDoesNotStopTheRest() {
        actor.act(() -> {
            actor.act(() -> {
                throw new IllegalStateException("on purpose");
            });
            actor.act(() -> done.add(1));
            actor.afterwards(() -> {
                throw new AssertionError("on purpose");
            });
            actor.afterwards(() -> done.add(2));
        });

        assertThat(done).containsExactly(1, 2);
        actor.act(() -> done.add(3));
        assertThat(done).containsExactly(1, 2, 3);
    }

    @Test
    void whatComesAfterwardsIsInOrderAndOutsideOfTheTurn() throws Exception {
        CountDownLatch others = new CountDownLatch(1);
        actor.act(() -> {
            actor.afterwards(() -> {
                done.add(1);
                other.execute(() -> actor.act(others::countDown));
                assertThat(others).as("others may act while this blocks").satisfies(CountDownLatch::await);
            });
            actor.act(() -> actor.afterwards(() -> done.add(2)));
            actor.afterwards(() -> done.add(3));
        });

        assertThat(others.getCount()).isZero();
        assertThat(done).containsExactly(1, 3, 2);
    }

    @Test
    void afterATurnTheBringerIsLetGoAndTheRestIsDoneByTheActor() throws Exception {
        Thread me = Thread.currentThread();
        List<Thread> doers = new CopyOnWriteArrayList<>();
        int many = 3 * Actor.TURN;
        CountDownLatch all = new CountDownLatch(many);
        actor.act(() -> {
            for (int i = 0; i < many; i++) {
                actor.act(() -> {
                    doers.add(Thread.currentThread());
                    all.countDown();
                });
            }
        });

        all.await();

        assertThat(doers.subList(0, Actor.TURN - 1)).containsOnly(me);
        assertThat(doers.subList(Actor.TURN - 1, many)).doesNotContain(me);
    }

    @Test
    void nothingIsDoneAfterTheClose() throws Exception {
        actor.act(() -> done.add(1));
        actor.close(Duration.ofSeconds(10));
        actor.act(() -> done.add(2));

        assertThat(done).containsExactly(1);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
