package io.windlass.examples.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** What the engine's tables say of flows, for those who watch. Thread-safe. */
public final class FlowTable {
    private final Jdbi jdbi;

    /** The tables in the database of the JDBC URL. */
    public FlowTable(String url) {
        this.jdbi = Jdbi.create(url);
    }

    /** A change of an atom's state. */
    public record Change(String atom, String to, String worker) {}

    /** {@return how many of the flows are in the state} */
    public int count(List<UUID> flows, String state) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM windlass.flows WHERE state = :state AND id = ANY(:ids)")
                .bind("state", state)
                .bindArray("ids", UUID.class, flows)
                .mapTo(Integer.class)
                .one());
    }

    /** {@return the reply queues of engines that are running or died} */
    public List<String> replyQueues() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT reply_queue FROM windlass.owners WHERE reply_queue IS NOT NULL")
                        .mapTo(String.class)
                        .list());
    }

    /** {@return how many of the flows have come to their end, done or undone} */
    public int ended(List<UUID> flows) {
        return count(flows, "SUCCESS") + count(flows, "REVERTED");
    }

    /** {@return the states of those of the flows that are stored} */
    public Map<UUID, String> states(List<UUID> flows) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, state FROM windlass.flows WHERE id = ANY(:ids)")
                .bindArray("ids", UUID.class, flows)
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getString("state")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** {@return the states of the flow's atoms, as {@code name=STATE}, in order of name} */
    public List<String> atoms(UUID flow) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT name || '=' || state FROM windlass.atoms WHERE flow = ? ORDER BY name", flow)
                .mapTo(String.class)
                .list());
    }

    /** {@return the states of the flows' atoms, by flow and name; flows and atoms that are not stored are left out} */
    public Map<UUID, Map<String, String>> atomStates(List<UUID> flows) {
        Map<UUID, Map<String, String>> states = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT flow, name, state FROM windlass.atoms WHERE flow = ANY(:ids)")
                .bindArray("ids", UUID.class, flows)
                .map((row, context) -> states.computeIfAbsent(row.getObject("flow", UUID.class), id -> new HashMap<>())
                        .put(row.getString("name"), row.getString("state")))
                .list());
        return states;
    }

    /** {@return the changes of the flow's atoms, in order} */
    public List<Change> history(UUID flow) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT atom, to_state, coalesce(worker, '') AS worker FROM windlass.history"
                                + " WHERE flow = ? AND atom IS NOT NULL ORDER BY sequence",
                        flow)
                .map((row, context) ->
                        new Change(row.getString("atom"), row.getString("to_state"), row.getString("worker")))
                .list());
    }
}
