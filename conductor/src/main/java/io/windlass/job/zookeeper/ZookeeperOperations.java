package io.windlass.job.zookeeper;

import io.windlass.job.Job;
import io.windlass.job.Order;
import io.windlass.job.Release;
import io.windlass.job.TrashedJob;
import io.windlass.job.base.BaseOperations;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What operators may do to jobs in ZooKeeper. Thread-safe. */
final class ZookeeperOperations extends BaseOperations {
    private final Connection connection;

    ZookeeperOperations(ZookeeperJobboard board, Connection connection) {
        super(board);
        this.connection = connection;
    }

    @Override
    protected boolean free(Job job, Order order) {
        return connection
                .known()
                .find(job.id())
                .filter(known -> connection.server().release(known.node(), order))
                .isPresent();
    }

    @Override
    protected Optional<Release> released(Job job) {
        return connection
                .known()
                .find(job.id())
                .flatMap(known -> connection.server().released(known.node()));
    }

    @Override
    protected boolean putAside(Job job, Order order) {
        return connection.end(job, node -> connection.discards().trashAnyway(node, order.by(), order.why()));
    }

    @Override
    protected List<TrashedJob> list(int limit) {
        return connection.discards().trash().list().stream()
                .limit(limit)
                .map(Trash.Node::job)
                .toList();
    }

    @Override
    protected Optional<TrashedJob> newest(UUID job) {
        return connection.discards().trash().newest(job).map(Trash.Node::job);
    }

    @Override
    protected Optional<Job> putBack(UUID job) {
        return connection.putBack(job);
    }

    @Override
    protected boolean forget(UUID job) {
        return connection.discards().trash().forget(job);
    }
}
