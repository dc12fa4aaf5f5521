package io.windlass.persistence;

import static io.windlass.persistence.Samples.change;
import static io.windlass.persistence.Samples.created;
import static io.windlass.persistence.Samples.ended;
import static io.windlass.persistence.Samples.reply;
import static io.windlass.persistence.Samples.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How flows change hands, in every store. */
public abstract class OwnershipContract extends PersistenceContract {
    private final UUID id = UUID.randomUUID();

    /** Ends a process's lease as if it were frozen: it goes on writing, and does not renew. */
    protected abstract void freeze(Persistence process);

    @Test
    void whatAnotherProcessOwnsIsNotWritten() {
        Persistence owner = open();
        Persistence other = open();
        save(owner, created(id));
        assertThat(failureOf(other, change(id, running("a")))).isExactlyInstanceOf(StorageException.class);
        assertThat(failureOf(other, created(id))).isExactlyInstanceOf(StorageException.class);
        assertThat(other.claim(id)).isEmpty();
        assertThat(other.load(id).orElseThrow().atoms()).isEmpty();
        save(other, created(UUID.randomUUID()));
    }

    @Test
    void aReleasedFlowIsClaimedByOne() {
        Persistence first = open();
        Persistence second = open();
        save(first, created(id));
        assertThat(first.claim(id)).isEqualTo(first.load(id));
        second.release(id);
        assertThat(second.claim(id)).isEmpty();
        first.release(id);
        assertThat(failureOf(first, change(id, running("a")))).isExactlyInstanceOf(StorageException.class);
        assertThat(second.claim(id)).isPresent().isEqualTo(first.load(id));
        assertThat(first.claim(id)).isEmpty();
        save(second, change(id, running("a")));
        assertThat(second.claim(UUID.randomUUID())).isEmpty();
    }

    @Test
    void aReleaseComesAfterWhatWasHandedInBefore() {
        Persistence store = open();
        save(store, created(id));
        CompletableFuture<Void> saved = store.save(change(id, running("a"))).toCompletableFuture();
        store.release(id);
        saved.join();
        assertThat(store.load(id).orElseThrow().atoms()).hasSize(1);
    }

    @Test
    void ownershipNamesTheOwnerAndItsReplyQueue() {
        Persistence store = open();
        save(store, created(id));
        UUID owner = store.owner().id();
        assertThat(store.ownershipOf(id))
                .contains(new FlowOwnership(FlowState.RUNNING, Optional.of(owner), Optional.empty()));
        store.announceReplyQueue("windlass.reply.1");
        assertThat(open().ownershipOf(id))
                .contains(new FlowOwnership(FlowState.RUNNING, Optional.of(owner), Optional.of("windlass.reply.1")));
        store.release(id);
        assertThat(store.ownershipOf(id))
                .contains(new FlowOwnership(FlowState.RUNNING, Optional.empty(), Optional.empty()));
        assertThat(store.ownershipOf(UUID.randomUUID())).isEmpty();
    }

    @Test
    void nothingIsTakenFromTheLiving() {
        Persistence owner = open();
        save(owner, created(id));
        assertThat(open().takeOver(10)).isEmpty();
        save(owner, change(id, running("a")));
    }

    @Test
    void whoseOwnLeaseRanOutTakesNobodyOver() {
        Persistence owner = open();
        Persistence other = open();
        save(owner, created(id));
        freeze(owner);
        freeze(other);
        assertThat(other.takeOver(10)).isEmpty();
        assertThat(owner.takeOver(10)).isEmpty();
        save(owner, change(id, running("a")));
        assertThat(open().takeOver(10)).hasSize(1);
        assertThat(failureOf(owner, change(id, running("b")))).isInstanceOf(FencedException.class);
    }

    @Test
    void aDeadOwnersUnfinishedFlowsAreTakenAndItIsFenced() {
        Persistence dead = open();
        Persistence heir = open();
        UUID done = UUID.randomUUID();
        AtomicInteger fenced = new AtomicInteger();
        dead.onFenced(fenced::incrementAndGet);
        dead.announceReplyQueue("windlass.reply.dead");
        save(dead, created(id));
        save(dead, created(done));
        save(dead, ended(done, FlowState.SUCCESS));
        freeze(dead);
        save(dead, change(id, running("late but in time")));

        Owner from = new Owner(dead.owner().id(), dead.owner().epoch() + 1);
        assertThat(heir.takeOver(10))
                .containsExactly(new Takeover(from, Optional.of("windlass.reply.dead"), List.of(id)));
        assertThat(heir.takeOver(10)).isEmpty();
        assertThat(heir.load(id).orElseThrow().atoms()).hasSize(1);

        assertThat(failureOf(dead, change(id, running("b")))).isInstanceOf(FencedException.class);
        assertThat(failureOf(dead, created(UUID.randomUUID()))).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> dead.claim(id)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> dead.takeOver(1)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> dead.putInbox(reply(id, "a", "r"))).isInstanceOf(FencedException.class);
        dead.release(id);
        dead.close();
        assertThat(fenced).hasValue(1);
        save(heir, change(id, running("c")));
        assertThat(heir.load(id).orElseThrow().atoms()).hasSize(2);
    }

    @Test
    void whoListensAfterTheFactIsToldAtOnce() {
        Persistence dead = open();
        freeze(dead);
        open().takeOver(1);
        assertThat(failureOf(dead, created(id))).isInstanceOf(FencedException.class);
        AtomicInteger fenced = new AtomicInteger();
        dead.onFenced(fenced::incrementAndGet);
        assertThat(fenced).hasValue(1);
    }

    @Test
    void whatALimitLeavesIsFoundByTheNextWithTheReplyQueue() {
        Persistence dead = open();
        dead.announceReplyQueue("q");
        Set<UUID> all = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            UUID flow = UUID.randomUUID();
            all.add(flow);
            save(dead, created(flow));
        }
        freeze(dead);
        List<UUID> taken = new ArrayList<>();
        for (int expected : List.of(2, 2, 1)) {
            List<Takeover> takeovers = open().takeOver(2);
            assertThat(takeovers).hasSize(1);
            assertThat(takeovers.get(0).replyQueue()).contains("q");
            assertThat(takeovers.get(0).from().epoch()).isEqualTo(dead.owner().epoch() + 1);
            assertThat(takeovers.get(0).flows()).hasSize(expected);
            taken.addAll(takeovers.get(0).flows());
        }
        assertThat(taken).hasSize(5).containsExactlyInAnyOrderElementsOf(all);
        assertThat(open().takeOver(2)).isEmpty();
    }

    @Test
    void aFinishedFlowOfADeadOwnerMayBeClaimed() {
        Persistence dead = open();
        save(dead, created(id));
        save(dead, ended(id, FlowState.FAILURE));
        freeze(dead);
        Persistence heir = open();
        assertThat(heir.claim(id)).isEmpty();
        assertThat(heir.takeOver(10)).isEmpty();
        assertThat(heir.claim(id)).isPresent();
    }

    @Test
    void flowsThatAProcessCannotRunAreLeftToOthers() {
        Persistence dead = open();
        save(dead, created(id));
        String name = dead.load(id).orElseThrow().flow().name();
        freeze(dead);
        assertThat(open().takeOver(Set.of("another", "a third"), 10)).isEmpty();
        assertThat(open().takeOver(Set.of("another", name), 10))
                .singleElement()
                .satisfies(takeover -> assertThat(takeover.flows()).containsExactly(id));
    }

    @Test
    void closingLetsOthersTakeOverAtOnceWhatIsUnderWay() {
        Persistence first = open();
        first.announceReplyQueue("q");
        UUID done = UUID.randomUUID();
        UUID suspended = UUID.randomUUID();
        save(first, created(id));
        save(first, created(done));
        save(first, ended(done, FlowState.SUCCESS));
        save(first, created(suspended));
        save(first, ended(suspended, FlowState.SUSPENDED));
        CompletableFuture<Void> handedIn = first.save(change(id, running("a"))).toCompletableFuture();
        first.close();
        handedIn.join();
        Persistence second = open();
        assertThat(second.deadReplyQueues()).containsExactly("q");
        assertThat(second.takeOver(10)).singleElement().satisfies(takeover -> {
            assertThat(takeover.replyQueue()).contains("q");
            assertThat(takeover.flows()).containsExactly(id);
        });
        assertThat(second.load(id).orElseThrow().atoms()).hasSize(1);
        assertThat(second.claim(done)).isPresent();
        assertThat(second.claim(suspended)).isPresent();
        assertThat(second.ownershipOf(id).orElseThrow().owner())
                .contains(second.owner().id());
    }

    @Test
    void whoLeavesNothingUnderWayLeavesNothingToTakeOver() {
        Persistence first = open();
        first.announceReplyQueue("q");
        save(first, created(id));
        save(first, ended(id, FlowState.SUSPENDED));
        first.close();
        Persistence second = open();
        assertThat(second.deadReplyQueues()).isEmpty();
        assertThat(second.takeOver(10)).isEmpty();
        assertThat(second.ownershipOf(id).orElseThrow().owner()).isEmpty();
        assertThat(second.claim(id)).isPresent();
    }

    @Test
    void aSuspendedFlowOfADeadOwnerWaitsToBeClaimed() {
        Persistence dead = open();
        dead.announceReplyQueue("q");
        save(dead, created(id));
        save(dead, ended(id, FlowState.SUSPENDED));
        freeze(dead);
        Persistence heir = open();
        assertThat(heir.takeOver(10)).isEmpty();
        assertThat(heir.deadReplyQueues()).containsExactly("q");
        assertThat(heir.claim(id)).isPresent();
    }

    @Test
    void theInboxKeepsAReplyOnceForTheOwner() {
        Persistence owner = open();
        Persistence other = open();
        save(owner, created(id));
        InboxEntry reply = reply(id, "a", "run-1");
        other.putInbox(reply);
        other.putInbox(reply);
        other.putInbox(reply(id, "a", "run-2"));
        other.putInbox(reply(UUID.randomUUID(), "a", "run-1"));
        assertThat(other.inbox()).isEmpty();
        assertThat(owner.inbox()).containsExactlyInAnyOrder(reply, reply(id, "a", "run-2"));
        other.clearInbox(List.of(reply));
        assertThat(owner.inbox()).hasSize(2);
        owner.clearInbox(List.of(reply));
        assertThat(owner.inbox()).containsExactly(reply(id, "a", "run-2"));
        freeze(owner);
        assertThat(other.takeOver(1)).hasSize(1);
        assertThat(other.inbox()).containsExactly(reply(id, "a", "run-2"));
        save(other, ended(id, FlowState.SUCCESS));
        owner.close();
        other.putInbox(reply(id, "b", "run-3"));
        assertThat(other.inbox()).doesNotContain(reply(id, "b", "run-3"));
    }
}
