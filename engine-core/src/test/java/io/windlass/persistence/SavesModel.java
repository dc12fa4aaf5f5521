package io.windlass.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Saves at random, some of them twice, and compares what is stored with the last absolute state of each row. */
public final class SavesModel {
    /**
     * One save.
     *
     * @param atom which atom
     * @param number what its result is, when there is an outcome
     * @param outcome whether there is one
     * @param repeated whether it is handed in twice
     */
    public record Step(int atom, int number, boolean outcome, boolean repeated) {}

    private static final List<AtomState> STATES = List.of(AtomState.values());

    private SavesModel() {}

    public static void check(Persistence store, List<Step> steps) {
        UUID id = UUID.randomUUID();
        Map<String, StoredAtom> expected = new HashMap<>();
        List<CompletableFuture<Void>> saves = new ArrayList<>();
        saves.add(store.save(Samples.created(id)).toCompletableFuture());
        for (Step step : steps) {
            String name = "atom" + step.atom();
            AtomState state = STATES.get(step.number() % STATES.size());
            StoredAtom fresh = Samples.atom(name, state, step.outcome() ? "[" + step.number() + "]" : null);
            FlowChange change = Samples.change(id, new AtomChange(fresh, step.outcome()));
            for (int times = step.repeated() ? 2 : 1; times > 0; times--) {
                saves.add(store.save(change).toCompletableFuture());
            }
            expected.merge(name, fresh, (before, after) -> step.outcome() ? after : keep(before, after));
        }
        saves.forEach(save -> save.orTimeout(60, TimeUnit.SECONDS).join());
        StoredFlow stored = store.load(id).orElseThrow();
        assertThat(stored.flow()).isEqualTo(Samples.flow(id, FlowState.RUNNING, 1));
        assertThat(stored.atoms()).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    private static StoredAtom keep(StoredAtom before, StoredAtom after) {
        return Samples.atom(
                after.name(),
                after.state(),
                before.result() == null ? null : before.result().json());
    }
}
