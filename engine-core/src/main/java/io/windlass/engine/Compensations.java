package io.windlass.engine;

import io.windlass.atom.Atom;
import io.windlass.atom.Need;
import io.windlass.atom.Task;
import io.windlass.compiler.Compilation;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.WindlassException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.storage.FlowStorage;
import io.windlass.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes what the orphans of a flow did: each by a flow of one task, which is stored as done, with the orphan's result, and
 * to be undone. So it is recorded, fenced and taken up again like any other. Its id follows from the orphan: whoever
 * comes later finds what there is of it.
 */
final class Compensations {
    private static final Logger LOG = LoggerFactory.getLogger(Compensations.class);

    private final Compilation compilation;
    private final FlowStorage storage;
    private final Persistence persistence;
    private final BiFunction<Flow, StoredFlow, Engine> engines;

    Compensations(
            Compilation compilation,
            FlowStorage storage,
            Persistence persistence,
            BiFunction<Flow, StoredFlow, Engine> engines) {
        this.compilation = compilation;
        this.storage = storage;
        this.persistence = persistence;
        this.engines = engines;
    }

    List<Orphan> run() {
        requireEnded();
        for (Orphan orphan : persistence.orphans(storage.id())) {
            Integer node = compilation.node(orphan.request().atom());
            if (orphan.state() == OrphanState.FOUND
                    && node != null
                    && compilation.atom(node) instanceof Task task
                    && task.compensatesOrphans()) {
                compensate(orphan, node, task);
            }
        }
        return persistence.orphans(storage.id());
    }

    /** As this process owns the flow, no other one runs it meanwhile. */
    private void requireEnded() {
        UUID id = storage.id();
        boolean mine = ownership()
                        .flatMap(FlowOwnership::owner)
                        .filter(persistence.owner().id()::equals)
                        .isPresent()
                || persistence.claim(id).isPresent();
        boolean ended =
                mine && ownership().filter(found -> found.state().isTerminal()).isPresent();
        if (!ended) {
            throw new InvalidStateException("flow '" + compilation.name() + "' (" + id + ") "
                    + (mine ? "has not ended" : "is not stored, or another process owns it")
                    + "; its orphans are compensated when it has ended, by its owner");
        }
    }

    private Optional<FlowOwnership> ownership() {
        return persistence.ownershipOf(storage.id());
    }

    private void compensate(Orphan orphan, int node, Task task) {
        try {
            Optional<StoredFlow> undo = persistence.claim(orphan.compensation());
            if (undo.isEmpty() && persistence.ownershipOf(orphan.compensation()).isPresent()) {
                LOG.info("{}: another process compensates run {}", orphan.request(), orphan.runId());
                return;
            }
            Engine engine = engines.apply(
                    LinearFlow.named("orphan of " + compilation.name()).add(task),
                    undo.orElseGet(() -> create(orphan, node, task)));
            persistence.markOrphan(orphan, undo(orphan, engine));
        } catch (WindlassException | CompletionException e) {
            LOG.error("{}: run {} is not compensated yet; ask again", orphan.request(), orphan.runId(), e);
        }
    }

    /** SUSPENDED, as it waits for this process to run it. */
    private StoredFlow create(Orphan orphan, int node, Task task) {
        FlowRecord flow = new FlowRecord(
                orphan.compensation(),
                "orphan of " + compilation.name(),
                null,
                FlowState.SUSPENDED,
                inputs(node, task),
                Map.of(),
                0);
        StoredAtom done = new StoredAtom(
                task.name(),
                AtomKind.TASK,
                task.version().toString(),
                AtomState.SUCCESS,
                Intention.REVERT,
                1,
                1,
                orphan.result(),
                null,
                null,
                orphan.worker(),
                orphan.runId(),
                Map.of(),
                null);
        persistence
                .save(new FlowChange(flow, true, true, List.of(new AtomChange(done, true, true)), List.of()))
                .toCompletableFuture()
                .join();
        return new StoredFlow(flow, List.of(done));
    }

    /** {@return what revert requires besides its outcome, as a flow is given it} */
    private Map<String, Value> inputs(int node, Atom<?> task) {
        Map<String, Value> arguments = storage.values().arguments(node, Action.REVERT);
        Map<String, Value> inputs = new HashMap<>();
        for (Need need : task.needs(Action.REVERT)) {
            Value value = arguments.get(need.argument());
            if (value != null) {
                inputs.put(need.symbol(), value);
            }
        }
        return inputs;
    }

    private static OrphanState undo(Orphan orphan, Engine engine) {
        try {
            engine.run();
        } catch (FlowFailedException e) {
            LOG.error("{}: run {} cannot be compensated, its revert failed", orphan.request(), orphan.runId(), e);
        }
        boolean undone = engine.state() == FlowState.REVERTED;
        if (undone) {
            LOG.info("{}: what run {} did is undone", orphan.request(), orphan.runId());
        }
        return undone ? OrphanState.COMPENSATED : OrphanState.FAILED;
    }
}
