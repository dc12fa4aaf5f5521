package io.windlass.bench.limit;

import io.windlass.bench.child.Load;
import io.windlass.bench.child.Member;
import io.windlass.bench.child.Part;
import java.sql.SQLException;
import java.util.Map;

/** What the database alone needs at the least: a row for each task, committed before the next task of its chain begins. */
public final class LocalLimit implements Member {
    private final Inbox ended = new Inbox();
    private final Rows rows;
    private volatile Chains chains = new Chains(Load.chainsOf(1, 1));

    /** One at work. */
    public LocalLimit(Part part) throws SQLException {
        Rows.create(part);
        rows = new Rows(part);
        Loop.start("limit-writer", this::write);
    }

    private void write() throws SQLException, InterruptedException {
        Messages batch = new Messages();
        Messages next = new Messages();
        while (true) {
            batch = ended.take(batch);
            rows.store(chains, batch);
            next.clear();
            for (int i = 0; i < batch.size(); i++) {
                chains.goOn(batch.value(i), next);
            }
            add(next);
        }
    }

    private void add(Messages messages) {
        for (int i = 0; i < messages.size(); i++) {
            ended.add(messages.value(i), 0);
        }
    }

    @Override
    public Map<String, Double> run(Load load) throws InterruptedException {
        Chains fresh = new Chains(load);
        Messages first = fresh.first();
        chains = fresh;
        add(first);
        return fresh.await(load);
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
