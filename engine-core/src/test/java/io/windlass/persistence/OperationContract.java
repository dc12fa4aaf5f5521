package io.windlass.persistence;

import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.failure.FencedException;
import io.windlass.failure.NotFoundException;
import io.windlass.persistence.FlowOperation.Kind;
import io.windlass.persistence.FlowOperation.Status;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people want done with flows, in every store. */
public abstract class OperationContract extends OrphanContract {
    private static final Instant ASKED = Instant.parse("2031-02-03T04:05:06.123456Z");

    private final UUID id = UUID.randomUUID();

    private FlowOperation operation(Kind kind) {
        return operation(kind, kind.isAboutAtom() ? "a" : null, null);
    }

    private FlowOperation operation(Kind kind, @Nullable String atom, @Nullable Value argument) {
        return new FlowOperation(
                UUID.randomUUID(), id, kind, atom, argument, "alice", "ticket 7", ASKED, Status.OPEN, null, null);
    }

    private static FlowOperation done(FlowOperation operation) {
        return operation.finished(Status.DONE, ASKED.plusSeconds(1), "well");
    }

    @Test
    void anOperationIsKeptOnceAndReadsBackAsItWasAsked() {
        Persistence store = open();
        save(store, created(id));
        FlowOperation first = operation(Kind.MARK_DONE, "a/b c", new Value("{\"a\":\"\\u0000\",\"b\":1.50}"));
        FlowOperation second = operation(Kind.SUSPEND);
        FlowOperation refused = operation(Kind.RETRY).finished(Status.REFUSED, ASKED, "atom 'a' is not stuck");
        store.operations().put(first);
        store.operations().put(second);
        store.operations().put(refused);
        store.operations().put(done(second));
        assertThat(open().operations().of(id)).as("in their order").containsExactly(first, second, refused);
        assertThat(store.operations().open()).containsExactly(first, second);
        assertThat(store.operations().of(UUID.randomUUID())).isEmpty();
    }

    @Test
    void nothingIsKeptForAFlowThatIsNotThere() {
        Persistence store = open();
        assertThatThrownBy(() -> store.operations().put(operation(Kind.RESUME)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(id.toString());
        assertThat(store.operations().of(id)).isEmpty();
    }

    @Test
    void theFlowsOwnerFinishesAnOperationOnce() {
        Persistence owner = open();
        Persistence other = open();
        save(owner, created(id));
        FlowOperation asked = operation(Kind.CANCEL, null, new Value("{\"how\":\"leave\"}"));
        other.operations().put(asked);
        assertThat(other.operations().open()).as("of flows of another process").isEmpty();
        assertThat(other.operations().finish(done(asked))).isFalse();
        assertThat(owner.operations().finish(done(asked))).isTrue();
        assertThat(owner.operations().finish(asked.finished(Status.REFUSED, ASKED, "late")))
                .isFalse();
        assertThat(other.operations().of(id)).containsExactly(done(asked));
        assertThat(owner.operations().open()).isEmpty();
    }

    @Test
    void whoLostItsLeaseKeepsAndFinishesNone() {
        Persistence dead = open();
        save(dead, created(id));
        FlowOperation asked = operation(Kind.SUSPEND);
        dead.operations().put(asked);
        freeze(dead);
        Persistence heir = open();
        heir.takeOver(1);
        assertThatThrownBy(() -> dead.operations().put(operation(Kind.RESUME))).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> dead.operations().finish(done(asked))).isInstanceOf(FencedException.class);
        assertThat(heir.operations().open()).as("taken over with the flow").containsExactly(asked);
    }

    @Test
    void whoRunsAFlowIsToldOfItsOperationsWhoeverAsks() {
        Persistence owner = open();
        save(owner, created(id));
        Queue<UUID> told = new ConcurrentLinkedQueue<>();
        Runnable leave = owner.operations().attend(id, operation -> told.add(operation.id()));
        assertThat(owner.operations().isAttended(id)).isTrue();
        FlowOperation asked = operation(Kind.SUSPEND);
        open().operations().put(asked);
        await().atMost(Duration.ofSeconds(30)).until(() -> told.contains(asked.id()));
        assertThat(told).containsOnly(asked.id());
        leave.run();
        assertThat(owner.operations().isAttended(id)).isFalse();
    }

    @Test
    void whoDoesNotRunAFlowThatIsNotUnderWayLetsGoOfItForAnOperation() {
        Persistence owner = open();
        Persistence other = open();
        UUID running = UUID.randomUUID();
        save(owner, created(id));
        save(owner, ended(id, FlowState.SUSPENDED));
        save(owner, created(running));
        other.operations()
                .put(new FlowOperation(
                        UUID.randomUUID(),
                        running,
                        Kind.SUSPEND,
                        null,
                        null,
                        "alice",
                        "it may be taken over only",
                        ASKED,
                        Status.OPEN,
                        null,
                        null));
        assertThat(other.claim(id)).isEmpty();
        other.operations().put(operation(Kind.RETRY));
        await().atMost(Duration.ofSeconds(30)).until(() -> other.claim(id).isPresent());
        assertThat(other.claim(running)).isEmpty();
    }

    @Test
    void aSuspendedFlowThatNobodyHasAndSomebodyWantsRunIsTakenOver() {
        Persistence gone = open();
        save(gone, created(id));
        save(gone, ended(id, FlowState.SUSPENDED));
        Persistence heir = open();
        gone.close();
        assertThat(heir.takeOver(10)).isEmpty();
        heir.operations().put(operation(Kind.RETRY));
        assertThat(heir.takeOver(10)).as("nobody wants it run").isEmpty();
        FlowOperation resume = operation(Kind.RESUME);
        heir.operations().put(resume);
        assertThat(heir.takeOver(Set.of("another"), 10)).isEmpty();
        assertThat(heir.takeOver(Set.of(), 0)).isEmpty();
        assertThat(heir.takeOver(Set.of("create-volume"), 10))
                .containsExactly(new Takeover(heir.owner(), Optional.empty(), List.of(id)));
        assertThat(open().takeOver(10)).as("it has one owner").isEmpty();
        assertThat(heir.operations().finish(done(resume))).isTrue();
        heir.release(id);
        assertThat(heir.takeOver(10)).as("nobody wants it run any more").isEmpty();
    }

    @Test
    void aSuspendedFlowOfADeadProcessThatIsToBeCancelledIsTakenOver() {
        Persistence dead = open();
        save(dead, created(id));
        save(dead, ended(id, FlowState.SUSPENDED));
        Persistence heir = open();
        heir.operations().put(operation(Kind.CANCEL, null, new Value("{}")));
        assertThat(heir.takeOver(10)).as("its owner lives").isEmpty();
        freeze(dead);
        await().atMost(Duration.ofSeconds(30)).until(() -> !heir.takeOver(10).isEmpty());
        assertThat(heir.claim(id)).isPresent();
    }

    @Test
    void operationsGoWithTheirFlow() {
        Persistence store = open();
        save(store, created(id));
        save(store, ended(id, FlowState.FAILURE));
        store.operations().put(operation(Kind.RETRY));
        store.operations().put(done(operation(Kind.SKIP)).finished(Status.DONE, ASKED, "x"));
        store.destroyFlow(id);
        assertThat(store.operations().of(id)).isEmpty();
        assertThat(store.operations().open()).isEmpty();
    }

    @Test
    void changesAreToldWithTheirTimes() {
        Persistence store = open();
        Instant before = store.clock().instant().minusSeconds(60);
        save(store, created(id));
        assertThat(open().changes(id)).singleElement().satisfies(change -> {
            assertThat(change.entry()).isEqualTo(Samples.flowEntry(1));
            assertThat(change.at()).isBetween(before, before.plusSeconds(600));
            assertThat(change.owner()).isEqualTo(store.owner().id());
        });
        assertThat(store.changes(UUID.randomUUID())).isEmpty();
    }

    @Test
    void whoAndWhyMustBeSaid() {
        assertThatThrownBy(() -> by(" ", "why")).hasMessageContaining("who asks must be said");
        assertThatThrownBy(() -> by("who", "")).hasMessageContaining("the reason must be said");
        assertThatThrownBy(() -> by("x".repeat(FlowOperation.LONGEST_WHO + 1), "why"))
                .hasMessageContaining("200 characters");
        assertThatThrownBy(() -> by("a\0b", "why")).hasMessageContaining("no store takes");
        assertThatThrownBy(() -> by("a\u001bb", "why")).hasMessageContaining("in a line");
        assertThat(by(" alice ", " ticket\n").who()).isEqualTo("alice");
        assertThatThrownBy(() -> operation(Kind.RETRY, null, null)).hasMessageContaining("an atom; name it");
        assertThatThrownBy(() -> operation(Kind.RESUME, "a", null)).hasMessageContaining("the flow");
    }

    private FlowOperation by(String who, String why) {
        return new FlowOperation(
                UUID.randomUUID(), id, Kind.RESUME, null, null, who, why, ASKED, Status.OPEN, null, null);
    }
}
