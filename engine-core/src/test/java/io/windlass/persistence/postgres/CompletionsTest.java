package io.windlass.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompletionsTest {
    private final ThreadLocal<AtomicInteger> inFrame = ThreadLocal.withInitial(AtomicInteger::new);

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneThatIsSlowHoldsUpNeitherItsBatchNorTheNext() {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(3);
        try (Completions completions = new Completions("test")) {
            completions.run(List.<Runnable>of(() -> await(slow), others::countDown, others::countDown), Runnable::run);
            completions.run(List.<Runnable>of(others::countDown), Runnable::run);
            await(others);
            slow.countDown();
        }
    }

    @Test
    void whatHasAFrameIsRunInItSoManyAtOnceAtMost() {
        int many = 3 * Completions.TURN;
        List<Integer> ran = new CopyOnWriteArrayList<>();
        List<Integer> frames = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(many);
        try (Completions completions = new Completions("test")) {
            completions.within(work -> {
                AtomicInteger mine = inFrame.get();
                mine.set(0);
                work.run();
                frames.add(mine.get());
            });
            completions.run(IntStream.range(0, many).boxed().toList(), number -> {
                inFrame.get().incrementAndGet();
                ran.add(number);
                all.countDown();
            });
            await(all);
        }
        assertThat(ran)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, many).boxed().toList());
        assertThat(frames).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(Completions.TURN));
        assertThat(frames.stream().mapToInt(Integer::intValue).sum()).isEqualTo(many);
    }

    @Test
    void whatIsHandedInAfterTheCloseIsRunByTheCaller() {
        Completions completions = new Completions("test");
        completions.close();
        Thread[] runner = new Thread[1];
        completions.run(List.of(0), place -> runner[place] = Thread.currentThread());
        assertThat(runner[0]).isEqualTo(Thread.currentThread());
    }
}
