package io.windlass.persistence.postgres;

import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.RefusedException;
import io.windlass.persistence.postgres.Batch.AtomRow;
import io.windlass.persistence.postgres.Batch.HistoryRow;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes in one transaction, once; whoever calls decides what an error means. At first by {@link GroupStatement},
 * which is quick and takes everybody at their word; what that refuses is written again by statements that look first.
 */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final String SAVEPOINT = "narrowing";

    private final Database database;
    private final OwnerRows owners;
    private final GroupStatement group;
    private final FlowRows flows;
    private final AtomRows atoms;
    private final HistoryRows history;

    Recorder(Database database, Schema schema, OwnerRows owners) {
        this.database = database;
        this.owners = owners;
        this.group = new GroupStatement(schema, owners.owner());
        this.flows = new FlowRows(schema, owners.owner());
        this.atoms = new AtomRows(schema);
        this.history = new HistoryRows(schema, owners.owner());
    }

    /**
     * Writes all of it or nothing, in one round trip, or in a few more where a flow or an atom is stored already that is
     * said to be new, or the other way round.
     *
     * @throws StorageException when one of the flows is not this process's
     */
    void record(List<FlowChange> changes) {
        Batch batch = Batch.of(changes);
        try {
            database.bare(connection -> {
                if (!group.run(connection, batch)) {
                    throw owners.fenced();
                }
            });
        } catch (SQLException e) {
            if (!SqlErrors.isRefusal(e)) {
                throw new TransactionException("a group was not recorded", e);
            }
            LOG.debug("A batch of {} changes is not as it was said to be, or is refused.", changes.size(), e);
            recordCarefully(batch);
        }
    }

    private void recordCarefully(Batch batch) {
        Script script = new Script().add(owners.locking());
        flows.parts(batch).forEach(script::add);
        atoms.parts(batch).forEach(script::add);
        if (!batch.history().isEmpty()) {
            script.add(history.part(batch.history()));
        }
        database.once(handle -> {
            List<List<String>> results = script.run(handle);
            if (results.get(0).isEmpty()) {
                throw owners.fenced();
            }
            requireOwned(batch, results.subList(1, results.size()));
            return batch;
        });
    }

    /**
     * Writes one change that the database refused before, and finds out which rows it is about.
     *
     * @throws RefusedException names the atoms
     */
    void recordAlone(FlowChange change) {
        Batch batch = Batch.of(List.of(change));
        database.once(handle -> {
            owners.lock(handle);
            Narrowing narrowing = new Narrowing(handle);
            narrowing.narrow(batch.flows(), row -> null, rows -> requireOwned(batch, run(handle, flows.parts(batch))));
            narrowing.narrow(batch.atoms(true), Recorder::nameOf, rows -> run(handle, List.of(atoms.part(rows, true))));
            narrowing.narrow(
                    batch.atoms(false), Recorder::nameOf, rows -> run(handle, List.of(atoms.part(rows, false))));
            narrowing.narrow(batch.history(), Recorder::nameOf, rows -> run(handle, List.of(history.part(rows))));
            narrowing.throwRefusals(change);
            return change;
        });
    }

    private static List<List<String>> run(Handle handle, List<Script.Part> parts) {
        Script script = new Script();
        parts.forEach(script::add);
        return script.run(handle);
    }

    private static void requireOwned(Batch batch, List<List<String>> written) {
        Set<String> missing = new HashSet<>();
        batch.flows().forEach(change -> missing.add(change.flow().id().toString()));
        written.forEach(missing::removeAll);
        if (!missing.isEmpty()) {
            throw new StorageException("flows " + missing
                    + " are not stored, or not owned by this process; nothing was recorded of them, claim them first");
        }
    }

    private static String nameOf(AtomRow row) {
        return row.atom().name();
    }

    private static @Nullable String nameOf(HistoryRow row) {
        return row.entry().atom();
    }

    /** Attempts rows together and, where they are refused, in halves down to single rows. */
    private static final class Narrowing {
        private final Handle handle;
        private final Set<String> refusedAtoms = new LinkedHashSet<>();
        private boolean flowRefused;
        private @Nullable JdbiException refusal;

        Narrowing(Handle handle) {
            this.handle = handle;
        }

        <R> void narrow(List<R> rows, Function<R, @Nullable String> name, Consumer<List<R>> write) {
            if (rows.isEmpty()) {
                return;
            }
            @Nullable JdbiException error = attempt(rows, write);
            if (error != null && rows.size() > 1) {
                narrow(rows.subList(0, rows.size() / 2), name, write);
                narrow(rows.subList(rows.size() / 2, rows.size()), name, write);
            } else if (error != null) {
                note(name.apply(rows.get(0)), error);
            }
        }

        private <R> @Nullable JdbiException attempt(List<R> rows, Consumer<List<R>> write) {
            handle.savepoint(SAVEPOINT);
            try {
                write.accept(rows);
                return null;
            } catch (JdbiException e) {
                if (!SqlErrors.isRefusal(e)) {
                    throw e;
                }
                handle.rollbackToSavepoint(SAVEPOINT);
                return e;
            }
        }

        private void note(@Nullable String atom, JdbiException error) {
            refusal = refusal == null ? error : refusal;
            if (atom == null) {
                flowRefused = true;
            } else {
                refusedAtoms.add(atom);
            }
        }

        void throwRefusals(FlowChange change) {
            @Nullable JdbiException cause = refusal;
            if (cause == null) {
                return;
            }
            List<String> names = flowRefused ? List.of() : List.copyOf(refusedAtoms);
            throw new RefusedException(
                    "the database refuses a change of flow " + change.flow().id()
                            + (names.isEmpty() ? "" : ", atoms " + names) + ": " + SqlErrors.messageOf(cause),
                    names,
                    cause);
        }
    }
}
