package io.windlass.persistence.postgres;

import io.windlass.persistence.Owner;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Makes single flows this process's own, or nobody's. */
final class Claims {
    private final OwnerRows owners;
    private final String lock;
    private final String claim;
    private final String release;
    private final String releaseIdle;

    Claims(Schema schema, OwnerRows owners) {
        this.owners = owners;
        lock = schema.sql("SELECT id FROM {}.flows WHERE id = :flow FOR UPDATE");
        claim = schema.sql("""
            UPDATE {}.flows f SET owner = :id, owner_epoch = :epoch
            WHERE f.id = :flow AND NOT EXISTS (
                SELECT FROM {}.owners o WHERE o.id = f.owner AND o.epoch = f.owner_epoch AND o.id <> :id)
            """);
        release = schema.sql("""
            UPDATE {}.flows SET owner = NULL, owner_epoch = NULL
            WHERE id = :flow AND owner = :id AND owner_epoch = :epoch
            """);
        releaseIdle = release + " AND state IN ('SUSPENDED', 'SUCCESS', 'FAILURE', 'REVERTED')";
    }

    /** {@return whether the flow is this process's now} */
    boolean claim(Handle handle, UUID flow) {
        owners.lock(handle);
        // Locked by a statement of its own: the next one sees who took the flow while this one waited.
        handle.createQuery(lock).bind("flow", flow).mapTo(UUID.class).findFirst();
        return update(handle, claim, flow) > 0;
    }

    int release(Handle handle, UUID flow) {
        owners.lock(handle);
        return update(handle, release, flow);
    }

    /** Lets go of a flow that is not under way. */
    int releaseIdle(Handle handle, UUID flow) {
        owners.lock(handle);
        return update(handle, releaseIdle, flow);
    }

    private int update(Handle handle, String sql, UUID flow) {
        Owner owner = owners.owner();
        return handle.createUpdate(sql)
                .bind("flow", flow)
                .bind("id", owner.id())
                .bind("epoch", owner.epoch())
                .execute();
    }
}
