package io.windlass.engine;

import io.windlass.failure.InvalidStateException;
import io.windlass.failure.MayHaveRunException;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an operation makes of a flow that nobody runs: one change of what is stored, with the moves that operators may
 * make. A run that goes on with the flow then works out what follows. It throws {@link InvalidStateException} when the
 * operation makes no sense there, and says what does. Used once, for one operation.
 */
final class Mending {
    /**
     * Under this name of its metadata a flow keeps the newest operation that has changed it: who finds that operation open
     * knows that it was carried out by a process that did not come to say so.
     */
    static final String OPERATED = "windlass.operated";

    private static final String BY = "operator ";

    private final StoredFlow stored;
    private final FlowOperation operation;
    private final Instant now;
    private final List<HistoryEntry> history = new ArrayList<>();
    private final List<AtomChange> atoms = new ArrayList<>();
    private final Map<String, Value> meta;
    private FlowState state;

    private Mending(StoredFlow stored, FlowOperation operation, Instant now) {
        this.stored = stored;
        this.operation = operation;
        this.now = now;
        this.state = stored.flow().state();
        this.meta = new HashMap<>(stored.flow().meta());
    }

    /** {@return whether an operation has changed the flow of this metadata, and no other one since} */
    static boolean isMade(Map<String, Value> meta, UUID operation) {
        return operation(operation).equals(meta.get(OPERATED));
    }

    private static Value operation(UUID id) {
        return Values.write(id.toString());
    }

    /**
     * What an operation about an atom makes of the flow.
     *
     * @throws InvalidStateException when the atom is not stuck, or that is no way out of where it is stuck
     */
    static FlowChange mend(StoredFlow stored, FlowOperation operation, Instant now) {
        Mending mending = new Mending(stored, operation, now);
        mending.requireIdle();
        mending.mend(mending.stuck());
        return mending.change();
    }

    /** Opens a flow that has failed again, so that it can be gone on with. */
    static FlowChange reopen(StoredFlow stored, FlowOperation operation, Instant now) {
        Mending mending = new Mending(stored, operation, now);
        mending.reopen();
        return mending.change();
    }

    /** Has a flow cancelled that is suspended: whoever goes on with it sees that. */
    static FlowChange cancel(StoredFlow stored, FlowOperation operation, Instant now) {
        Mending mending = new Mending(stored, operation, now);
        mending.meta.putAll(Map.of(CancelMeta.CANCELLED, Objects.requireNonNull(operation.argument())));
        return mending.change();
    }

    private FlowChange change() {
        FlowRecord flow = stored.flow();
        meta.put(OPERATED, operation(operation.id()));
        FlowRecord next = new FlowRecord(
                flow.id(),
                flow.name(),
                flow.book(),
                state,
                flow.store(),
                meta,
                flow.history() + history.size(),
                flow.deadline());
        return new FlowChange(next, false, true, atoms, history);
    }

    private void requireIdle() {
        if (state != FlowState.SUSPENDED && state != FlowState.FAILURE) {
            throw new InvalidStateException(flow() + " is " + state
                    + "; what is stuck can be dealt with when it is parked," + " suspended, or has ended FAILURE");
        }
    }

    private String flow() {
        return "flow '" + stored.flow().name() + "' (" + stored.flow().id() + ")";
    }

    private StoredAtom stuck() {
        List<StoredAtom> all = stored.atoms().stream()
                .filter(atom -> atom.state().isStuck(atom.intention()))
                .toList();
        return all.stream()
                .filter(atom -> atom.name().equals(operation.atom()))
                .findFirst()
                .orElseThrow(() -> new InvalidStateException("atom '" + operation.atom() + "' of " + flow() + " is "
                        + stateOf(operation.atom()) + ", not stuck; stuck are "
                        + all.stream().map(StoredAtom::name).toList()));
    }

    private String stateOf(@Nullable String name) {
        return stored.atoms().stream()
                .filter(atom -> atom.name().equals(name))
                .findFirst()
                .map(atom -> atom.state() + (atom.state() == AtomState.FAILURE ? " and to be undone" : ""))
                .orElse("not begun, or not there");
    }

    private void mend(StoredAtom atom) {
        boolean revert = atom.state() == AtomState.REVERT_FAILURE;
        switch (operation.kind()) {
            case RETRY -> retry(atom, revert);
            case MARK_DONE -> done(atom, revert);
            case MARK_REVERTED ->
                move(new AtomDraft(atom).to(AtomState.REVERTED).without(revert));
            case SKIP -> move(new AtomDraft(atom).to(AtomState.IGNORE).without(revert));
            case GIVE_UP -> giveUp(atom, revert);
            case SUSPEND, RESUME, CANCEL -> throw new IllegalStateException(operation.kind() + " is about no atom");
        }
        if (state == FlowState.FAILURE && operation.kind() != FlowOperation.Kind.GIVE_UP) {
            reopen();
        }
        meta.putAll(ParkedMeta.entries(ParkedMeta.of(meta).stream()
                .filter(parked -> !parked.atom().equals(atom.name()))
                .toList()));
    }

    /**
     * Another attempt, under the same idempotency key. A task that runs at most once in a round, and may have, begins
     * another round.
     */
    private void retry(StoredAtom atom, boolean revert) {
        AtomDraft draft = new AtomDraft(atom).due(now);
        if (revert) {
            move(draft.to(AtomState.REVERTING)
                    .attempt(atom.round(), atom.attempt() + 1)
                    .without(true));
        } else if (mayHaveRun(atom)) {
            move(draft.to(AtomState.RUNNING).attempt(atom.round() + 1, 1).outcome(null));
        } else {
            move(draft.to(AtomState.RUNNING)
                    .attempt(atom.round(), atom.attempt() + 1)
                    .outcome(null));
        }
    }

    private static boolean mayHaveRun(StoredAtom atom) {
        @Nullable Value failure = atom.failure();
        return failure != null && Failures.read(failure).is(MayHaveRunException.class);
    }

    private void done(StoredAtom atom, boolean revert) {
        if (revert) {
            throw new InvalidStateException(
                    "atom '" + atom.name() + "' of " + flow() + " failed when it was undone, and"
                            + " what is before it is to be undone too; retry it, mark it reverted, skip it or give up");
        }
        if (atom.kind() == AtomKind.RETRY) {
            throw new InvalidStateException("'" + atom.name() + "' of " + flow()
                    + " is a retry controller, whose result" + " only it knows; retry it, skip it or give up");
        }
        move(new AtomDraft(atom).to(AtomState.SUCCESS).outcome(Objects.requireNonNull(operation.argument())));
    }

    private void giveUp(StoredAtom atom, boolean revert) {
        if (state == FlowState.FAILURE) {
            throw new InvalidStateException(flow() + " has ended FAILURE; there is nothing to give up");
        }
        if (revert) {
            moveFlow(FlowState.FAILURE);
        } else {
            atoms.add(new AtomChange(
                    new AtomDraft(atom)
                            .intend(Intention.REVERT)
                            .atom(BY + operation.who(), operation.id().toString()),
                    false,
                    false));
        }
    }

    /** What was left as it is by a cancellation may be gone on with now. */
    private void reopen() {
        moveFlow(FlowState.SUSPENDED);
        boolean left = CancelMeta.of(meta).filter(how -> !how.how().reverts()).isPresent();
        if (left) {
            meta.putAll(CancelMeta.NOT_ANY_MORE);
        }
    }

    private void moveFlow(FlowState to) {
        if (!state.operatorMayMake(to)) {
            throw new InvalidStateException(flow() + " is " + state + ", which nobody makes " + to);
        }
        history.add(entry(null, 0, 0, state.name(), to.name()));
        state = to;
    }

    private void move(AtomDraft draft) {
        StoredAtom before = draft.before();
        if (!before.state().operatorMayMake(draft.state())) {
            throw new InvalidStateException("atom '" + before.name() + "' of " + flow() + " is " + before.state()
                    + ", which nobody makes " + draft.state());
        }
        history.add(entry(
                before.name(),
                before.round(),
                before.attempt(),
                before.state().name(),
                draft.state().name()));
        atoms.add(new AtomChange(draft.atom(BY + operation.who(), operation.id().toString()), true, false));
    }

    private HistoryEntry entry(@Nullable String atom, int round, int attempt, String from, String to) {
        return new HistoryEntry(
                stored.flow().history() + history.size() + 1,
                atom,
                round,
                attempt,
                from,
                to,
                BY + operation.who(),
                operation.id().toString());
    }
}
