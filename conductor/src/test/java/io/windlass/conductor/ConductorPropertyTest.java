package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Tasks;
import io.windlass.failure.WindlassException;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.job.JobIterator;
import io.windlass.persistence.FlowRecord;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever conductors come, stop, die and lose their claims, each job's flow ends, and its tasks are done once. */
class ConductorPropertyTest {
    private static final int JOBS = 40;
    private static final int TASKS = 4;

    /** The tasks of each job that were done. */
    private final Map<String, Integer> done = new ConcurrentHashMap<>();

    @Property(tries = 50)
    void eachFlowEndsAndIsDoneOnce(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        done.clear();
        try (MemoryProcesses here = new MemoryProcesses()) {
            here.factories.register("steps", args -> {
                LinearFlow flow = LinearFlow.named("steps");
                for (int i = 0; i < TASKS; i++) {
                    String key = args.get("job", Integer.class) + "." + i;
                    flow.add(Tasks.of("step " + i, () -> done.merge(key, 1, Integer::sum)));
                }
                return flow;
            });
            List<Job> jobs = new ArrayList<>();
            List<Processes.Running> running = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                jobs.add(here.post(FlowJob.posting("steps", Map.of("job", i))));
                if (random.nextInt(4) == 0) {
                    running.add(here.start(settings -> settings.mostTries(100)));
                }
                if (!running.isEmpty() && random.nextInt(3) == 0) {
                    trouble(random, running);
                }
            }
            here.start(settings -> settings.mostTries(100));
            for (Job job : jobs) {
                assertThat(job.await(Processes.LONG))
                        .as("seed %d: %s is done; %s", seed, job, here.told(job))
                        .isTrue();
                assertThat(here.poster.loadRecord(job.id()).map(FlowRecord::state))
                        .contains(FlowState.SUCCESS);
            }
            assertThat(here.trashed()).isEmpty();
            assertThat(done).hasSize(JOBS * TASKS);
            assertThat(done.values()).as("seed %d", seed).containsOnly(1);
        }
    }

    /** A conductor stops, or its claims are gone: all of them, or some. Its process lives on and owns its flows. */
    private static void trouble(Random random, List<Processes.Running> running) {
        Processes.Running victim = running.get(random.nextInt(running.size()));
        switch (random.nextInt(3)) {
            case 0 -> {
                victim.conductor().stop();
                running.remove(victim);
            }
            case 1 -> {
                victim.board().close();
                running.remove(victim);
            }
            default -> loseSome(random, victim);
        }
    }

    private static void loseSome(Random random, Processes.Running victim) {
        if (!victim.board().isConnected()) {
            return;
        }
        for (JobIterator jobs = victim.board().jobs(false, true); jobs.hasNext(); ) {
            Job job = jobs.next();
            if (random.nextBoolean()) {
                try {
                    victim.board().abandon(job, victim.conductor().who());
                } catch (WindlassException e) {
                    assertThat(e).hasMessageContaining(job.toString()); // it has ended meanwhile, or is another's
                }
            }
        }
    }
}
