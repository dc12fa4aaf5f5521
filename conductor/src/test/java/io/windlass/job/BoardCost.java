package io.windlass.job;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What a board costs, printed: jobs posted by one, then claimed and consumed by eight. For tests run by hand. */
public final class BoardCost {
    private static final int CLAIMERS = 8;

    private BoardCost() {}

    /** Posts and claims so many jobs, and prints how many a second. {@return how many were claimed} */
    public static int measure(String name, int jobs, Supplier<Jobboard> open) {
        List<Jobboard> boards =
                IntStream.range(0, CLAIMERS).mapToObj(i -> open.get()).toList();
        long start = System.nanoTime();
        for (int i = 0; i < jobs; i++) {
            boards.get(0).post(JobPosting.named("job").with("number", i));
        }
        print(name, "posts", jobs, start);
        AtomicInteger claimed = new AtomicInteger();
        start = System.nanoTime();
        List<CompletableFuture<Void>> claimers = boards.stream()
                .map(board ->
                        CompletableFuture.runAsync(() -> claim(board, claimed, jobs), work -> new Thread(work).start()))
                .toList();
        claimers.forEach(CompletableFuture::join);
        print(name, "claims and consumes", jobs, start);
        return claimed.get();
    }

    private static void claim(Jobboard board, AtomicInteger claimed, int jobs) {
        while (claimed.get() < jobs) {
            board.claimNext("w").ifPresent(job -> {
                claimed.incrementAndGet();
                board.consume(job, "w");
            });
        }
    }

    private static void print(String name, String what, int jobs, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %.0f %s a second (%d in %.1f s)%n", name, jobs / seconds, what, jobs, seconds);
    }
}
