package io.windlass.persistence.postgres;

import io.windlass.persistence.Owner;
import io.windlass.persistence.Takeover;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes unfinished flows over from processes whose lease ran out, in transactions of their own each. */
final class Takeovers {
    /** A flow that was taken, and from whom. */
    private record Taken(UUID flow, Owner from, Optional<String> replyQueue) {}

    /** What there may be to do: there is at least that. */
    private record Sight(boolean known, boolean dead, boolean wanted) {}

    private final Database database;
    private final OwnerRows owners;
    private final BooleanSupplier mayJudge;
    private final String fence;
    private final String fenceOne;
    private final String anyDead;
    private final String take;
    private final String stillMine;
    private final String forget;
    private final String replyQueues;
    private final String look;
    private final String takeWanted;

    /** @param mayJudge whether this process may judge others by their leases; never one whose own lease ran out */
    Takeovers(Database database, Schema schema, OwnerRows owners, BooleanSupplier mayJudge) {
        this.database = database;
        this.owners = owners;
        this.mayJudge = mayJudge;
        // Waits for the dead owner's open transaction, if there is one: what it wrote is seen by the next statement.
        fence = schema.sql("""
            UPDATE {}.owners SET epoch = epoch + 1, taken_over = clock_timestamp()
            WHERE lease_until < clock_timestamp() AND taken_over IS NULL AND id <> :id
            AND EXISTS (SELECT FROM {}.owners me WHERE me.id = :id AND me.lease_until >= clock_timestamp())
            """);
        fenceOne = fence + " AND id = (SELECT f.owner FROM " + schema.sql("{}.flows f") + " WHERE f.id = :flow)";
        // Mostly there is nothing to do, and this is all that is asked.
        look = schema.sql("""
            SELECT EXISTS (SELECT FROM {}.owners me WHERE me.id = :id AND me.epoch = :epoch) AS known,
                EXISTS (SELECT FROM {}.owners o WHERE o.taken_over IS NULL AND o.lease_until < clock_timestamp()
                    OR o.taken_over < clock_timestamp() - interval '1 day'
                    OR o.taken_over IS NOT NULL AND EXISTS (
                        SELECT FROM {}.flows f WHERE f.owner = o.id AND @under_way)) AS dead,
                EXISTS (SELECT FROM {}.operations WHERE status = 'OPEN' AND kind IN ('RESUME', 'CANCEL')) AS wanted
            """.replace("@under_way", Schema.UNDER_WAY));
        anyDead = schema.sql("SELECT EXISTS (SELECT FROM {}.owners WHERE taken_over IS NOT NULL)");
        take = schema.sql("""
            UPDATE {}.flows t SET owner = :id, owner_epoch = :epoch, modified = now()
            FROM (
                SELECT f.id, o.id AS dead, o.epoch AS dead_epoch, o.reply_queue
                FROM {}.flows f JOIN {}.owners o ON o.id = f.owner
                WHERE o.taken_over IS NOT NULL AND @under_way
                AND NOT EXISTS (SELECT FROM {}.orphans c WHERE c.compensation = f.id)
                AND (cardinality(CAST(:names AS text[])) = 0 OR f.name = ANY (CAST(:names AS text[])))
                LIMIT :limit
                FOR UPDATE OF f SKIP LOCKED
            ) d
            WHERE t.id = d.id
            RETURNING t.id, d.dead, d.dead_epoch, d.reply_queue
            """.replace("@under_way", Schema.UNDER_WAY));
        stillMine = schema.sql(
                "SELECT id FROM {}.flows WHERE id = ANY (CAST(:ids AS uuid[])) AND owner = :id AND owner_epoch ="
                        + " :epoch");
        forget = schema.sql("""
            DELETE FROM {}.owners o WHERE taken_over < clock_timestamp() - interval '1 day'
            AND NOT EXISTS (SELECT FROM {}.flows f WHERE f.owner = o.id AND @under_way)
            """.replace("@under_way", Schema.UNDER_WAY));
        takeWanted = schema.sql("""
            UPDATE {}.flows t SET owner = :id, owner_epoch = :epoch, modified = now()
            FROM (
                SELECT f.id FROM {}.flows f
                WHERE f.state = 'SUSPENDED' AND f.id IN (
                    SELECT p.flow FROM {}.operations p WHERE p.status = 'OPEN' AND p.kind IN ('RESUME', 'CANCEL'))
                AND NOT EXISTS (SELECT FROM {}.owners o WHERE o.id = f.owner AND o.epoch = f.owner_epoch)
                AND (cardinality(CAST(:names AS text[])) = 0 OR f.name = ANY (CAST(:names AS text[])))
                LIMIT :limit
                FOR UPDATE OF f SKIP LOCKED
            ) d
            WHERE t.id = d.id
            RETURNING t.id
            """);
        replyQueues = schema.sql("""
            SELECT reply_queue FROM {}.owners WHERE taken_over IS NOT NULL AND reply_queue IS NOT NULL ORDER BY taken_over
            """);
    }

    List<Takeover> takeOver(Set<String> names, int limit) {
        Sight sight = look();
        List<Takeover> taken = new ArrayList<>(sight.dead() ? takeFromAnyDead(names, limit) : List.of());
        int left = limit - taken.stream().mapToInt(from -> from.flows().size()).sum();
        List<UUID> wanted = sight.wanted() && left > 0 ? takeWanted(names, left) : List.of();
        if (!wanted.isEmpty()) {
            taken.add(new Takeover(owners.owner(), Optional.empty(), wanted));
        }
        return taken;
    }

    /** @throws io.windlass.failure.FencedException when this process is not known any more */
    private Sight look() {
        Sight sight = database.statement(
                "looking for flows to take over",
                handle -> handle.createQuery(look)
                        .bind("id", owners.owner().id())
                        .bind("epoch", owners.owner().epoch())
                        .map((row, context) ->
                                new Sight(row.getBoolean("known"), row.getBoolean("dead"), row.getBoolean("wanted")))
                        .one());
        if (!sight.known()) {
            throw owners.fenced();
        }
        return sight;
    }

    private List<Takeover> takeFromAnyDead(Set<String> names, int limit) {
        if (mayJudge.getAsBoolean()) {
            database.call(
                    "raising the epochs of dead processes",
                    handle -> handle.createUpdate(fence)
                            .bind("id", owners.owner().id())
                            .execute());
        }
        boolean dead = database.call(
                "looking for dead processes",
                handle -> handle.createQuery(anyDead).mapTo(Boolean.class).one());
        return dead ? takeFromTheDead(names, limit) : List.of();
    }

    /**
     * Takes suspended flows that nobody has and somebody wants run. Those of an attempt whose commit was in doubt are
     * this process's and are not run: it lets go of them, and they are taken again.
     */
    private List<UUID> takeWanted(Set<String> names, int limit) {
        return database.call("taking flows that are to be run on", handle -> {
            owners.lock(handle);
            return handle.createQuery(takeWanted)
                    .bindArray("names", String.class, List.copyOf(names))
                    .bind("id", owners.owner().id())
                    .bind("epoch", owners.owner().epoch())
                    .bind("limit", limit)
                    .mapTo(UUID.class)
                    .list();
        });
    }

    /** Raises the epoch of a flow's owner if its lease ran out. {@return whether the flow may be nobody's now} */
    boolean fenceOwnerOf(UUID flow) {
        boolean may = mayJudge.getAsBoolean();
        if (may) {
            database.call(
                    "raising the epoch of the owner of flow " + flow,
                    handle -> handle.createUpdate(fenceOne)
                            .bind("id", owners.owner().id())
                            .bind("flow", flow)
                            .execute());
        }
        return may;
    }

    List<String> replyQueues(Handle handle) {
        return handle.createQuery(replyQueues).mapTo(String.class).list();
    }

    private List<Takeover> takeFromTheDead(Set<String> names, int limit) {
        // An attempt whose commit is not known to have succeeded may have taken flows: they must not get lost.
        List<Taken> attempted = new ArrayList<>();
        List<Taken> taken = database.call("taking flows over", handle -> {
            owners.lock(handle);
            List<Taken> mine = stillMine(handle, attempted);
            mine.addAll(take(handle, names, limit - mine.size()));
            attempted.clear();
            attempted.addAll(mine);
            handle.execute(forget);
            return mine;
        });
        return byOwner(taken);
    }

    private List<Taken> stillMine(Handle handle, List<Taken> attempted) {
        if (attempted.isEmpty()) {
            return new ArrayList<>();
        }
        List<UUID> ids = handle.createQuery(stillMine)
                .bindArray(
                        "ids", UUID.class, attempted.stream().map(Taken::flow).toList())
                .bind("id", owners.owner().id())
                .bind("epoch", owners.owner().epoch())
                .mapTo(UUID.class)
                .list();
        return new ArrayList<>(
                attempted.stream().filter(taken -> ids.contains(taken.flow())).toList());
    }

    private List<Taken> take(Handle handle, Set<String> names, int limit) {
        return handle.createQuery(take)
                .bindArray("names", String.class, List.copyOf(names))
                .bind("id", owners.owner().id())
                .bind("epoch", owners.owner().epoch())
                .bind("limit", Math.max(0, limit))
                .map((row, context) -> {
                    @Nullable String queue = row.getString("reply_queue");
                    Owner from = new Owner(row.getObject("dead", UUID.class), row.getLong("dead_epoch"));
                    return new Taken(row.getObject("id", UUID.class), from, Optional.ofNullable(queue));
                })
                .list();
    }

    private static List<Takeover> byOwner(List<Taken> taken) {
        Map<Owner, List<Taken>> byOwner = new LinkedHashMap<>();
        taken.forEach(flow ->
                byOwner.computeIfAbsent(flow.from(), from -> new ArrayList<>()).add(flow));
        return byOwner.entrySet().stream()
                .map(entry -> new Takeover(
                        entry.getKey(),
                        entry.getValue().get(0).replyQueue(),
                        entry.getValue().stream().map(Taken::flow).toList()))
                .toList();
    }
}
