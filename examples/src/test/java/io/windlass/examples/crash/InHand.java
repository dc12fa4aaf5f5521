package io.windlass.examples.crash;

import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.FlowTable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What a worker has begun and not ended, by the tasks' own records and the store. */
final class InHand {
    private final Jdbi ledger;
    private final FlowTable flows;

    /**
     * Looks at two databases, which may be the same.
     *
     * @param ledgerUrl where the tasks record what they do
     */
    InHand(String ledgerUrl, String storeUrl) {
        this.ledger = Jdbi.create(ledgerUrl);
        this.flows = new FlowTable(storeUrl);
    }

    /** A request of which there is a run. */
    record Item(UUID flow, String atom, String action) {}

    List<Item> of(ChildProcess worker) {
        return ledger
                .withHandle(handle -> handle.select(
                                "SELECT flow, atom, action FROM runs WHERE pid = ? AND finished IS NULL", worker.pid())
                        .map((row, context) -> new Item(
                                row.getObject("flow", UUID.class), row.getString("atom"), row.getString("action")))
                        .list())
                .stream()
                .filter(this::isOut)
                .toList();
    }

    /** {@return whether nobody else has begun it, and it has no outcome} */
    boolean isStillOf(ChildProcess worker, Item item) {
        boolean elsewhere = ledger.withHandle(handle -> handle.select(
                        "SELECT count(*) > 0 FROM runs WHERE flow = ? AND atom = ? AND action = ? AND pid <> ?",
                        item.flow(),
                        item.atom(),
                        item.action(),
                        worker.pid())
                .mapTo(Boolean.class)
                .one());
        return !elsewhere && isOut(item);
    }

    private boolean isOut(Item item) {
        String state = flows.atomStates(List.of(item.flow()))
                .getOrDefault(item.flow(), Map.of())
                .get(item.atom());
        return (item.action().equals("execute") ? "RUNNING" : "REVERTING").equals(state);
    }
}
