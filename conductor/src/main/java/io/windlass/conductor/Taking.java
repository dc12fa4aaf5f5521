package io.windlass.conductor;

import io.windlass.engine.EngineBuilder;
import io.windlass.engine.FlowFactories;
import io.windlass.failure.NotFoundException;
import io.windlass.job.BookReference;
import io.windlass.job.Job;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import io.windlass.value.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the flow of a job that was claimed: a claim only permits to try that. Blocks. Thread-safe. */
record Taking(Persistence persistence, FlowFactories factories, String who, int mostTries) {
    /** What has come of it. */
    sealed interface Taken {}

    /** The flow is this process's, or new; to be run, for the first time or on. */
    record Ready(EngineBuilder engine, Tries tries, boolean begun) implements Taken {}

    /** There is nothing left to run. */
    record Ended(FlowState state) implements Taken {}

    /** A live process has it. */
    record Elsewhere(String where) implements Taken {}

    /** It is not to be run. */
    record Refused(String reason) implements Taken {}

    Taken take(Job job, UUID flow) {
        Optional<FlowOwnership> known = persistence.ownershipOf(flow);
        if (known.isEmpty()) {
            return create(job, flow);
        }
        if (known.get().state().isTerminal()) {
            return new Ended(known.get().state());
        }
        Optional<StoredFlow> mine = persistence.claim(flow);
        if (mine.isEmpty()) {
            return new Elsewhere(
                    "process " + known.get().owner().map(UUID::toString).orElse("of another conductor"));
        }
        FlowState state = mine.get().flow().state();
        return state.isTerminal() ? new Ended(state) : goOn(job, mine.get());
    }

    private Taken create(Job job, UUID flow) {
        FlowJob about = FlowJob.of(job);
        if (about.factory() == null) {
            throw new NotFoundException(job + ": flow " + flow + " is not stored, and the job names no factory for it");
        }
        Instant now = persistence.clock().instant();
        if (job.isOverdue(now)) {
            return overdue(job);
        }
        Map<String, Object> args = new LinkedHashMap<>();
        about.args().forEach((name, value) -> args.put(name, Values.tree(value)));
        EngineBuilder engine = factories.engine(about.factory(), args).id(flow).storeValues(about.store());
        @Nullable BookReference book = job.posting().book();
        if (book != null) {
            engine.book(book.id());
        }
        return ready(engine, Tries.first(job.id(), who, now), false);
    }

    private Taken goOn(Job job, StoredFlow stored) {
        FlowRecord flow = stored.flow();
        Instant now = persistence.clock().instant();
        if (flow.state() == FlowState.PENDING && job.isOverdue(now)) {
            return overdue(job);
        }
        Tries tries = Tries.of(stored, job.id());
        if (tries.count() >= mostTries) {
            return new Refused("it was started " + tries.count() + " times and never came to an end: " + tries.all());
        }
        EngineBuilder engine = factories.resume(persistence, stored).storeValues(given(job, flow));
        return ready(engine, tries.and(job.id(), who, now, stored), flow.state() != FlowState.PENDING);
    }

    private Taken ready(EngineBuilder engine, Tries tries, boolean begun) {
        return new Ready(engine.persistence(persistence).meta(Tries.META, tries.all()), tries, begun);
    }

    private static Taken overdue(Job job) {
        return new Refused("its deadline " + job.posting().deadline() + " was over before its flow was started");
    }

    /** What the flow's metadata say, overlaid by the job; without what the flow has already. */
    private static Map<String, Value> given(Job job, FlowRecord flow) {
        @Nullable Value kept = flow.meta().get(FlowJob.STORE);
        Map<String, Value> given = kept == null ? new LinkedHashMap<>() : ValueMaps.read(kept.json());
        given.putAll(FlowJob.of(job).store());
        given.entrySet().removeIf(entry -> entry.getValue().equals(flow.store().get(entry.getKey())));
        return given;
    }
}
