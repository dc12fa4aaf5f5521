package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Backoff;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.engine.FlowFactories;
import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.persistence.Persistence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Conductors of a test, each run on a thread, and what they tell. */
abstract class Processes implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);

    final FlowFactories factories = new FlowFactories();
    final List<ConductorEvent> events = new CopyOnWriteArrayList<>();
    private final List<Running> running = new ArrayList<>();

    /** A conductor and the end of its run. */
    record Running(Conductor conductor, Persistence store, Jobboard board, CompletableFuture<Void> end) {
        /** Waits for the end of the run. */
        void join() throws Exception {
            end.get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** {@return the store of a new process} */
    abstract Persistence openStore();

    /** {@return a board of that process} */
    abstract Jobboard openBoard(Persistence store);

    /** {@return a conductor in a process of its own} It is not run yet. */
    Conductor conductor(UnaryOperator<ConductorBuilder> settings) {
        Persistence store = openStore();
        return conductor(store, openBoard(store), settings);
    }

    Conductor conductor(Persistence store, Jobboard board, UnaryOperator<ConductorBuilder> settings) {
        Conductor conductor = settings.apply(Conductor.builder("test" + running.size(), board, store, factories)
                        .pauses(Backoff.fixed(Duration.ofMillis(20))))
                .build();
        conductor.listen(events::add);
        running.add(new Running(conductor, store, board, CompletableFuture.completedFuture(null)));
        return conductor;
    }

    /** {@return a conductor in a process of its own, which runs} */
    Running start(UnaryOperator<ConductorBuilder> settings) {
        Conductor conductor = conductor(settings);
        return start(conductor, -1);
    }

    Running start() {
        return start(settings -> settings);
    }

    Running start(Conductor conductor, int most) {
        Running known = running.stream()
                .filter(other -> other.conductor() == conductor)
                .findFirst()
                .orElseThrow();
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                conductor.run(most);
                end.complete(null);
            } catch (InterruptedException | RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new Running(conductor, known.store(), known.board(), end);
    }

    /** {@return the events of a job, in order} */
    List<Kind> kinds(Job job) {
        return events.stream()
                .filter(event -> event.job().equals(job))
                .map(ConductorEvent::kind)
                .toList();
    }

    /** {@return all that happened to a job, and who has it} */
    String told(Job job) {
        return job.state() + " by " + job.board().findOwner(job) + " after "
                + events.stream()
                        .filter(event -> event.job().equals(job))
                        .map(event -> event.kind() + " by " + event.conductor() + ": " + event.reason())
                        .toList();
    }

    /** Waits until something of this kind has happened to the job. */
    ConductorEvent awaitEvent(Job job, Kind kind) {
        await().atMost(LONG).untilAsserted(() -> assertThat(kinds(job)).contains(kind));
        return events.stream()
                .filter(event -> event.job().equals(job) && event.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    static void awaitDone(Job job) throws InterruptedException {
        boolean done = job.await(LONG);
        assertThat(done)
                .as("%s is done; it is %s by %s", job, job.state(), job.board().findOwner(job))
                .isTrue();
    }

    static void assertUnclaimed(Job job) {
        assertThat(job.state()).isEqualTo(JobState.UNCLAIMED);
    }

    Job post(Jobboard board, JobPosting posting) {
        return board.post(posting);
    }

    @Override
    public void close() {
        running.forEach(process -> process.conductor().close());
        running.forEach(process -> process.store().close());
    }
}
