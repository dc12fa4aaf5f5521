package io.windlass.examples.volume;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.windlass.atom.TaskContext;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks really did, in tables of their own beside the engine's: an effect under each idempotency key, and a
 * row for each run, with the process that it ran in. Thread-safe.
 */
public final class Effects implements Ledger, AutoCloseable {
    private static final int POOL = 8;

    private final String url;
    private @Nullable HikariDataSource pool;
    private @Nullable Jdbi jdbi;

    /** The tables in the database of the JDBC URL; nothing is opened or made before it is needed. */
    public Effects(String url) {
        this.url = url;
    }

    /** A run of a body, as the body itself recorded it. */
    public record Run(
            String runId,
            UUID flow,
            String atom,
            String action,
            int round,
            String worker,
            long pid,
            boolean finished) {}

    private synchronized Jdbi jdbi() {
        Jdbi open = jdbi;
        if (open == null) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(POOL);
            config.setMinimumIdle(0);
            config.setPoolName("windlass-effects");
            pool = new HikariDataSource(config);
            open = Jdbi.create(pool);
            if (!hasTables(open)) {
                createTables(open);
            }
            jdbi = open;
        }
        return open;
    }

    /** Makes the tables now, where they are not there yet; else they are made when something is recorded first. */
    public void createTables() {
        createTables(jdbi());
    }

    private static boolean hasTables(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT to_regclass('effects') IS NOT NULL AND to_regclass('runs') IS NOT NULL")
                .mapTo(Boolean.class)
                .one());
    }

    /** Several processes may do so at once. */
    private static void createTables(Jdbi jdbi) {
        jdbi.useTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(hashtext('windlass.examples.effects'))");
            handle.execute(
                    "CREATE TABLE IF NOT EXISTS effects (key text PRIMARY KEY, flow uuid NOT NULL, atom text NOT NULL,"
                            + " runs integer NOT NULL, made timestamptz NOT NULL DEFAULT now())");
            handle.execute(
                    "CREATE TABLE IF NOT EXISTS runs (run_id text PRIMARY KEY, flow uuid NOT NULL, atom text NOT NULL,"
                            + " action text NOT NULL, round integer NOT NULL, worker text NOT NULL, pid bigint NOT NULL,"
                            + " started timestamptz NOT NULL DEFAULT now(), finished timestamptz)");
        });
    }

    @Override
    public void started(TaskContext context) {
        RequestName name = context.request();
        jdbi().useHandle(handle -> handle.execute(
                "INSERT INTO runs (run_id, flow, atom, action, round, worker, pid) VALUES (?, ?, ?, ?, ?, ?, ?)",
                context.runId(),
                name.flow(),
                name.atom(),
                name.action().wireName(),
                name.round(),
                context.process(),
                ProcessHandle.current().pid()));
    }

    @Override
    public void make(TaskContext context) {
        RequestName name = context.request();
        jdbi().useTransaction(handle -> {
            handle.execute(
                    "INSERT INTO effects (key, flow, atom, runs) VALUES (?, ?, ?, 1)"
                            + " ON CONFLICT (key) DO UPDATE SET runs = effects.runs + 1 WHERE effects.runs > 0",
                    context.idempotencyKey(),
                    name.flow(),
                    name.atom());
            finished(handle, context);
        });
    }

    @Override
    public void unmake(TaskContext context) {
        RequestName name = context.request();
        String key = new RequestName(name.flow(), name.atom(), Action.EXECUTE, name.round(), 1).idempotencyKey();
        jdbi().useTransaction(handle -> {
            // The key stays, undone: a run that was frozen in the middle may come to its effect only now.
            handle.execute(
                    "INSERT INTO effects (key, flow, atom, runs) VALUES (?, ?, ?, 0)"
                            + " ON CONFLICT (key) DO UPDATE SET runs = 0",
                    key,
                    name.flow(),
                    name.atom());
            finished(handle, context);
        });
    }

    private static void finished(org.jdbi.v3.core.Handle handle, TaskContext context) {
        handle.execute("UPDATE runs SET finished = now() WHERE run_id = ?", context.runId());
    }

    /** {@return the atoms of the flow whose effects are there, in order} */
    public List<String> of(UUID flow) {
        return jdbi().withHandle(handle -> handle.select(
                        "SELECT atom FROM effects WHERE flow = ? AND runs > 0 ORDER BY made, atom", flow)
                .mapTo(String.class)
                .list());
    }

    /** {@return all runs of the flow's bodies, in the order in which they started} */
    public List<Run> runs(UUID flow) {
        return jdbi().withHandle(handle -> handle.select(
                        "SELECT * FROM runs WHERE flow = ? ORDER BY started, run_id", flow)
                .map((row, context) -> new Run(
                        row.getString("run_id"),
                        row.getObject("flow", UUID.class),
                        row.getString("atom"),
                        row.getString("action"),
                        row.getInt("round"),
                        row.getString("worker"),
                        row.getLong("pid"),
                        row.getTimestamp("finished") != null))
                .list());
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
