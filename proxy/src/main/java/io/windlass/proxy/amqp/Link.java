package io.windlass.proxy.amqp;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.resilience4j.core.IntervalFunction;
import io.windlass.proxy.ProxyClosedException;
import io.windlass.proxy.ProxyException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that is made again whenever it is lost, by a thread of its own. */
final class Link {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final int ABORT_MILLIS = 2_000;
    private static final double GROWTH = 1.5;
    private static final double SPREAD = 0.3;
    private static final int MAX_GROWTH = 5;
    /** A connection that does not live that long counts as a failed attempt, so that no fault makes us spin. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final Endpoints endpoints;
    private final AmqpSettings settings;
    private final String role;
    private final Owner owner;
    private final IntervalFunction intervals;
    private final Thread supervisor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Connection connection;
    private boolean closed;
    private boolean hurried;
    private final AtomicInteger attempts = new AtomicInteger();
    private long connectedAt;

    Link(Endpoints endpoints, AmqpSettings settings, String role, Owner owner) {
        this.endpoints = endpoints;
        this.settings = settings;
        this.role = role;
        this.owner = owner;
        intervals = IntervalFunction.ofExponentialRandomBackoff(
                settings.recoveryInterval(),
                GROWTH,
                SPREAD,
                settings.recoveryInterval().multipliedBy(MAX_GROWTH));
        supervisor = settings.thread(this::supervise, role + "-link");
    }

    /** What is to be done on each new connection, and whom to tell. */
    interface Owner {
        /** Sets up channels; when it fails, the connection is closed and tried again. */
        void connected(Connection connection) throws IOException;

        /** Some change of {@link Link#isUp()}. */
        void changed();
    }

    /** Something to do on a connection. */
    interface Operation<T> {
        T on(Connection connection) throws IOException;
    }

    /** Connects for the first time, trying until the connect timeout. */
    void start() {
        long deadline = System.nanoTime() + settings.connectTimeout().toNanos();
        try {
            while (true) {
                Exception failure = tryToConnect();
                if (failure == null) {
                    supervisor.start();
                    return;
                }
                if (failure instanceof AuthenticationFailureException) {
                    throw new ProxyException(
                            "the broker at " + endpoints.describe() + " refuses user or password; check its URL",
                            failure);
                }
                if (System.nanoTime() >= deadline) {
                    throw new ProxyException(
                            "no broker answers at " + endpoints.describe() + " after " + settings.connectTimeout()
                                    + ": " + AmqpErrors.text(failure)
                                    + "; start it, or correct its URL",
                            failure);
                }
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProxyException("interrupted while connecting to " + endpoints.describe(), e);
        }
    }

    private void supervise() {
        try {
            while (awaitLoss()) {
                pause();
                Exception failure = tryToConnect();
                if (failure == null) {
                    log.info("{} {}: connected again to {}", settings.name(), role, endpoints.describe());
                } else {
                    log.warn(
                            "{} {}: no connection to {} ({}); trying again, attempt {}",
                            settings.name(),
                            role,
                            endpoints.describe(),
                            AmqpErrors.text(failure),
                            attempts.get());
                }
            }
        } catch (InterruptedException e) {
            log.warn("{} {}: interrupted; this connection is not made again", settings.name(), role);
        }
    }

    private boolean awaitLoss() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && connection != null) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(intervals.apply(Math.max(1, attempts.get())));
            while (!closed && !hurried && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            hurried = false;
        } finally {
            lock.unlock();
        }
    }

    /** The broker is there: a pause before the next attempt ends at once. */
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Exception tryToConnect() {
        attempts.incrementAndGet();
        Connection made = null;
        try {
            made = endpoints.connect("windlass " + settings.name() + " " + role);
            owner.connected(made);
            adopt(made);
            return null;
        } catch (IOException | TimeoutException | RuntimeException e) {
            if (made != null) {
                made.abort(ABORT_MILLIS);
            }
            return e;
        }
    }

    private void adopt(Connection made) throws IOException {
        lock.lock();
        try {
            if (closed || !made.isOpen()) {
                throw new IOException("the connection was lost while it was set up");
            }
            connection = made;
            connectedAt = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        owner.changed();
        // Called at once when the connection is already gone.
        made.addShutdownListener(cause -> lost(made, cause));
    }

    private void lost(Connection which, ShutdownSignalException cause) {
        lock.lock();
        try {
            if (connection != which) {
                return;
            }
            connection = null;
            if (System.nanoTime() - connectedAt > SETTLED.toNanos()) {
                attempts.set(0);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!cause.isInitiatedByApplication()) {
            log.warn(
                    "{} {}: the connection to {} is lost ({}); connecting again",
                    settings.name(),
                    role,
                    endpoints.describe(),
                    AmqpErrors.text(cause));
        }
        owner.changed();
    }

    /** Does something on the connection, waiting for one and trying again when it is lost meanwhile. */
    <T> T call(String what, Operation<T> operation) {
        long deadline = System.nanoTime() + AmqpSettings.OPERATION_TIMEOUT.toNanos();
        while (true) {
            Connection current = await(what, deadline);
            try {
                return operation.on(current);
            } catch (IOException | ShutdownSignalException e) {
                if (current.isOpen() || AmqpErrors.isRefusal(e) || System.nanoTime() >= deadline) {
                    throw new ProxyException("cannot " + what + ": " + AmqpErrors.text(e), e);
                }
                lost(current, e instanceof ShutdownSignalException signal ? signal : shutdown(e, current));
            }
        }
    }

    private static ShutdownSignalException shutdown(Exception e, Connection connection) {
        ShutdownSignalException signal = connection.getCloseReason();
        return signal != null ? signal : new ShutdownSignalException(true, false, null, connection, "", e);
    }

    private Connection await(String what, long deadline) {
        try {
            lock.lockInterruptibly();
            try {
                while (connection == null || closed) {
                    long left = deadline - System.nanoTime();
                    if (closed) {
                        throw new ProxyClosedException("cannot " + what + ": the proxy " + settings.name()
                                + " is closed or abandoned; make another");
                    }
                    if (left <= 0) {
                        throw new ProxyException("cannot " + what + ": no connection to " + endpoints.describe()
                                + " for " + AmqpSettings.OPERATION_TIMEOUT + "; try again when the broker is back");
                    }
                    long remaining = changed.awaitNanos(left);
                    log.trace("{} ns left to {}", remaining, what);
                }
                return connection;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProxyException("cannot " + what + ": interrupted", e);
        }
    }

    /** {@return the connection, null while there is none} */
    @Nullable
    Connection current() {
        lock.lock();
        try {
            return connection;
        } finally {
            lock.unlock();
        }
    }

    boolean isUp() {
        return current() != null;
    }

    /** Ends the connection, for good. */
    void close() {
        Connection last;
        lock.lock();
        try {
            closed = true;
            last = connection;
            connection = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.abort(ABORT_MILLIS);
        }
    }
}
