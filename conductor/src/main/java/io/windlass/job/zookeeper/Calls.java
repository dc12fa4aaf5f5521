package io.windlass.job.zookeeper;

import io.windlass.failure.WindlassException;
import io.windlass.job.JobException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/** Calls to the server; those whose connection is lost are made again when it is back. Thread-safe. */
record Calls(CuratorFramework client, Duration patience) {
    private static final int ATTEMPTS = 4;

    /** A call to the server. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws Exception;
    }

    /** Makes a call that may be made again after its own success. */
    <T> T call(String what, Call<T> call) {
        return once(what, call, Optional::empty);
    }

    /**
     * Makes a call whose outcome is not known when the connection is lost.
     *
     * @param found says then whether it had succeeded
     */
    <T> T once(String what, Call<T> call, Call<Optional<T>> found) {
        int attempt = 1;
        while (true) {
            try {
                Optional<T> before = attempt == 1 ? Optional.empty() : found.run();
                return before.isPresent() ? before.get() : call.run();
            } catch (KeeperException.ConnectionLossException | KeeperException.SessionExpiredException e) {
                attempt++;
                if (attempt > ATTEMPTS || !isBack(what)) {
                    throw new JobException(what + ": ZooKeeper is not reached; try again later", e);
                }
            } catch (WindlassException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new JobException(what + ": interrupted before ZooKeeper answered", e);
            } catch (Exception e) {
                throw new JobException(what + ": ZooKeeper says " + e.getMessage(), e);
            }
        }
    }

    private boolean isBack(String what) {
        try {
            return client.blockUntilConnected((int) patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobException(what + ": interrupted while ZooKeeper was away", e);
        }
    }

    long session() throws Exception {
        return client.getZookeeperClient().getZooKeeper().getSessionId();
    }
}
