package io.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One message after the other, none lost, on whichever thread. */
@Timeout(60)
class MailboxTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Integer> ran = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void messagesOfManyThreadsRunOneAtATimeEachInItsThreadsOrder() throws Exception {
        Mailbox mailbox = new Mailbox(threads);
        int posters = 4;
        int each = 20_000;
        CountDownLatch all = new CountDownLatch(posters * each);
        List<List<Integer>> order = IntStream.range(0, posters)
                .mapToObj(i -> (List<Integer>) new ArrayList<Integer>())
                .toList();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(posters);
        for (int i = 0; i < posters; i++) {
            int poster = i;
            new Thread(() -> {
                        await(start);
                        for (int n = 0; n < each; n++) {
                            int number = n;
                            Runnable message = () -> {
                                together.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                order.get(poster).add(number); // no lock: it is the mailbox that keeps others away
                                inside.decrementAndGet();
                                all.countDown();
                            };
                            if ((poster + n) % 3 == 0) {
                                mailbox.post(message);
                            } else {
                                mailbox.postHere(message);
                            }
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

    /** Again and again one message meets the very moment at which the thread that ran the last one leaves. */
    @Test
    void whatIsPostedWhileTheLastThreadLeavesIsNotLost() throws Exception {
        Mailbox mailbox = new Mailbox(threads);
        for (int i = 0; i < 20_000; i++) {
            CountDownLatch both = new CountDownLatch(2);
            threads.execute(() -> mailbox.postHere(both::countDown));
            mailbox.postHere(both::countDown);
            both.await();
        }
    }

    @Test
    void whatAMessagePostsComesAfterItAndOnItsThread() {
        Queue<Runnable> woken = new ArrayDeque<>();
        Mailbox mailbox = new Mailbox(woken::add);
        Thread me = Thread.currentThread();

        mailbox.postHere(() -> {
            mailbox.post(() -> ran.add(Thread.currentThread() == me ? 2 : -2));
            mailbox.postHere(() -> ran.add(3));
            ran.add(1);
        });

        assertThat(ran).containsExactly(1, 2, 3);
        assertThat(woken).as("threads that were woken although one was at it").isEmpty();
    }

    @Test
    void oneThreadIsWokenForManyMessages() {
        Queue<Runnable> woken = new ArrayDeque<>();
        Mailbox mailbox = new Mailbox(woken::add);

        for (int i = 0; i < 10; i++) {
            int number = i;
            mailbox.post(() -> ran.add(number));
        }

        assertThat(woken).hasSize(1);
        woken.remove().run();
        assertThat(ran).hasSize(10);
        assertThat(woken).isEmpty();
    }

    @Test
    void whatAMessageThrowsIsForItsThreadAndTheOthersAreRun() {
        Queue<Runnable> woken = new ArrayDeque<>();
        Mailbox mailbox = new Mailbox(woken::add);
        mailbox.post(() -> {
            throw new IllegalStateException("on purpose");
        });
        mailbox.post(() -> ran.add(1));

        assertThatThrownBy(() -> woken.remove().run()).hasMessage("on purpose");

        assertThat(woken).as("who is to run the rest").hasSize(1);
        woken.remove().run();
        mailbox.postHere(() -> ran.add(2));
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void aLentThreadThatThrewDoesNotKeepOthersOut() {
        Mailbox mailbox = new Mailbox(threads);

        assertThatThrownBy(() -> mailbox.postHere(() -> {
                    throw new AssertionError("on purpose");
                }))
                .hasMessage("on purpose");

        CountDownLatch next = new CountDownLatch(1);
        mailbox.post(next::countDown);
        assertThat(next).satisfies(CountDownLatch::await);
    }

    @Test
    void afterATurnALentThreadIsLetGo() {
        Queue<Runnable> woken = new ArrayDeque<>();
        Mailbox mailbox = new Mailbox(woken::add);

        mailbox.postHere(() -> {
            for (int i = 0; i < Mailbox.TURN; i++) {
                mailbox.post(() -> ran.add(0));
            }
        });

        assertThat(ran).hasSize(Mailbox.TURN - 1);
        mailbox.postHere(() -> ran.add(1));
        assertThat(ran).as("another thread is to go on").hasSize(Mailbox.TURN - 1);
        woken.remove().run();
        assertThat(ran).hasSize(Mailbox.TURN + 1).endsWith(0, 1);
        assertThat(woken).isEmpty();
    }

    @Test
    void whoPostsWhenThereAreNoThreadsIsToldEachTimeAndALentThreadStillRuns() {
        Mailbox mailbox = new Mailbox(threads);
        threads.shutdown();

        assertThatThrownBy(() -> mailbox.post(() -> ran.add(1))).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> mailbox.post(() -> ran.add(2))).isInstanceOf(RejectedExecutionException.class);

        mailbox.postHere(() -> ran.add(3));
        assertThat(ran).containsExactly(1, 2, 3);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
