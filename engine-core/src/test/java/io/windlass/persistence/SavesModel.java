package io.windlass.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Saves at random, some of them twice or with a wrong guess at what is new, and compares what is stored with the last absolute state of each row. */
public final class SavesModel {
    /**
     * One save.
     *
     * @param atom which atom
     * @param number what is written of it, and of the flow
     * @param outcome whether there is one
     * @param meta whether there is metadata of the atom
     * @param details whether there are store and metadata of the flow
     * @param repeated whether it is handed in twice
     */
    public record Step(int atom, int number, boolean outcome, boolean meta, boolean details, boolean repeated) {
        StoredAtom fresh() {
            StoredAtom plain =
                    Samples.atom("atom" + atom, STATES.get(number % STATES.size()), outcome ? value().json() : null);
            @Nullable Instant due = number % 3 == 0 ? Instant.ofEpochSecond(number) : null;
            return Samples.described(plain, meta ? values() : Map.of(), due);
        }

        Value value() {
            return new Value("[" + number + "]");
        }

        Map<String, Value> values() {
            return number % 5 == 0 ? Map.of() : Map.of("key" + number % 2, value());
        }
    }

    private static final List<AtomState> STATES = List.of(AtomState.values());

    private static final long SEED = 20261121;
    private static final int SEQUENCES = 40;

    private SavesModel() {}

    /** A seeded loop, for a store that outlives one try. */
    public static void checkManyIn(Persistence store) {
        Random random = new Random(SEED);
        for (int i = 0; i < SEQUENCES; i++) {
            List<Step> steps = new ArrayList<>();
            for (int j = random.nextInt(40); j > 0; j--) {
                steps.add(new Step(
                        random.nextInt(4),
                        random.nextInt(100),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean()));
            }
            check(store, steps);
        }
    }

    public static void check(Persistence store, List<Step> steps) {
        UUID id = UUID.randomUUID();
        FlowRecord flow = Samples.flow(id, FlowState.RUNNING, 1);
        Map<String, StoredAtom> atoms = new HashMap<>();
        List<CompletableFuture<Void>> saves = new ArrayList<>();
        saves.add(store.save(Samples.created(id)).toCompletableFuture());
        for (Step step : steps) {
            StoredAtom fresh = step.fresh();
            FlowRecord next = step.details() ? detailed(flow, step.values()) : flow;
            FlowRecord sent = step.details() ? next : detailed(flow, Map.of());
            boolean isNew = !atoms.containsKey(fresh.name());
            boolean guess = isNew == step.number() % 7 > 0;
            AtomChange change = new AtomChange(fresh, step.outcome(), step.meta(), guess);
            for (int times = step.repeated() ? 2 : 1; times > 0; times--) {
                saves.add(store.save(new FlowChange(sent, false, step.details(), List.of(change), List.of()))
                        .toCompletableFuture());
            }
            flow = next;
            atoms.merge(fresh.name(), fresh, (before, after) -> keep(step, before, after));
        }
        saves.forEach(save -> save.orTimeout(60, TimeUnit.SECONDS).join());
        StoredFlow stored = store.load(id).orElseThrow();
        assertThat(stored.flow()).isEqualTo(flow);
        assertThat(stored.atoms()).containsExactlyInAnyOrderElementsOf(atoms.values());
    }

    private static FlowRecord detailed(FlowRecord flow, Map<String, Value> values) {
        return new FlowRecord(flow.id(), flow.name(), flow.book(), flow.state(), values, values, flow.history());
    }

    private static StoredAtom keep(Step step, StoredAtom before, StoredAtom after) {
        @Nullable Value result = step.outcome() ? after.result() : before.result();
        return Samples.described(
                Samples.atom(after.name(), after.state(), result == null ? null : result.json()),
                step.meta() ? after.meta() : before.meta(),
                after.due());
    }
}
