package io.windlass.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompletionsTest {
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
            completions.run(
                    List.<Runnable>of(() -> await(slow), others::countDown, others::countDown), Runnable::run);
            completions.run(List.<Runnable>of(others::countDown), Runnable::run);
            await(others);
            slow.countDown();
        }
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
