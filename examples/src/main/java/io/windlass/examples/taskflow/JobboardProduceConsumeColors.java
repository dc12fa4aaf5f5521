package io.windlass.examples.taskflow;

import io.windlass.failure.NotFoundException;
import io.windlass.job.Job;
import io.windlass.job.JobIterator;
import io.windlass.job.JobPosting;
import io.windlass.job.Jobboard;
import io.windlass.job.UnclaimableJobException;
import io.windlass.job.boards.Jobboards;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Producers post jobs of two colours on a board; workers look through it for those of the colour that they like just now,
 * claim them, and consume or abandon them. A worker that looks at the board one job after the other, as here, can choose
 * by whatever it wants; one that takes what comes calls {@code claimNext}.
 *
 * <p>Arguments: the database's JDBC URL; then, for a board elsewhere, its URI, such as {@code memory:} or
 * {@code zookeeper://host:2181/jobs}.
 */
final class JobboardProduceConsumeColors {
    private static final int PRODUCERS = 3;
    private static final int UNITS = 10;
    private static final int WORKERS = 5;
    private static final List<String> COLORS = List.of("blue", "red");
    private static final Duration PRODUCER_PAUSE = Duration.ofMillis(10);
    private static final Duration WORKER_PAUSE = Duration.ofMillis(10);
    private static final Duration WORK = Duration.ofMillis(20);

    /** One unit of work in so many comes to nothing. */
    private static final int UNLUCKY = 10;

    private final Jobboard board;
    private final Random random = new Random();
    private final CountDownLatch left = new CountDownLatch(PRODUCERS * UNITS);

    private JobboardProduceConsumeColors(Jobboard board) {
        this.board = board;
    }

    public static void main(String... arguments) throws InterruptedException, ExecutionException {
        String uri = arguments.length > 1 ? arguments[1] : "postgresql:colors";
        try (Persistence store = PostgresPersistence.builder().url(arguments[0]).open();
                Jobboard board = Jobboards.open(uri, store)) {
            board.connect();
            new JobboardProduceConsumeColors(board).play();
        }
    }

    private void play() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS + WORKERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            IntStream.rangeClosed(1, PRODUCERS).forEach(i -> all.add(threads.submit(() -> produce("P-" + i))));
            IntStream.rangeClosed(1, WORKERS).forEach(i -> all.add(threads.submit(() -> consume("W-" + i))));
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void produce(String name) throws InterruptedException {
        say(name, "started");
        for (int i = 0; i < UNITS; i++) {
            Job job = board.post(JobPosting.named(name + "-" + i).with("color", anyColor()));
            say(name, job, "posted");
            Thread.sleep(PRODUCER_PAUSE.toMillis());
        }
        say(">>> " + name, "finished");
        return null;
    }

    private Void consume(String name) throws InterruptedException {
        say(name, "started");
        int claimed = 0;
        int consumed = 0;
        while (left.getCount() > 0) {
            String favorite = anyColor();
            JobIterator unclaimed = board.jobs(true, true);
            while (unclaimed.hasNext()) {
                Job job = unclaimed.next();
                if (favorite.equals(color(job)) && isClaimed(job, name)) {
                    claimed++;
                    consumed += isConsumed(job, name) ? 1 : 0;
                }
            }
            Thread.sleep(WORKER_PAUSE.toMillis());
        }
        say(
                ">>> " + name,
                "finished (claimed " + claimed + " jobs, consumed " + consumed + " jobs, abandoned "
                        + (claimed - consumed) + " jobs)");
        return null;
    }

    private boolean isClaimed(Job job, String name) {
        say(name, job, "attempting claim");
        try {
            board.claim(job, name);
            say(name, job, "claimed");
            return true;
        } catch (UnclaimableJobException | NotFoundException e) {
            say(name, job, "claim unsuccessful");
            return false;
        }
    }

    private boolean isConsumed(Job job, String name) throws InterruptedException {
        Thread.sleep(WORK.toMillis());
        if (random.nextInt(UNLUCKY) == 0) {
            say(name, job, "abandoned");
            board.abandon(job, name);
            return false;
        }
        board.consume(job, name);
        say(name, job, "consumed");
        left.countDown();
        return true;
    }

    private String anyColor() {
        return COLORS.get(random.nextInt(COLORS.size()));
    }

    private static String color(Job job) {
        return Values.tree(job.details().getOrDefault("color", Value.NULL)).asText();
    }

    private static void say(String name, Job job, String what) {
        say(name, "'" + job.name() + "' [" + what + "]");
    }

    private static void say(String name, String what) {
        System.out.println(name + ": " + what);
    }
}
