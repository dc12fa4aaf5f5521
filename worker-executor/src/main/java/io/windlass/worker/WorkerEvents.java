package io.windlass.worker;

import io.windlass.proxy.Request;
import io.windlass.proxy.Verdict;
import java.util.function.IntSupplier;

/** What is worth measuring in a worker. Called for each request: must be quick. Thread-safe. */
interface WorkerEvents {
    /** Measures nothing. */
    WorkerEvents NONE = new WorkerEvents() {
        @Override
        public void opened(int slots, IntSupplier held, IntSupplier busy) {}

        @Override
        public void redelivered(Request request) {}

        @Override
        public void gaveBack(Request request) {}

        @Override
        public void answered(Verdict verdict) {}

        @Override
        public void started(Request request, long waitedNanos) {}

        @Override
        public void ended(Request request, boolean success, long ranNanos) {}

        @Override
        public void closed() {}
    };

    /** The worker takes requests: how many slots it has, and how to count the requests that it holds and runs. */
    void opened(int slots, IntSupplier held, IntSupplier busy);

    /** The broker handed out a request that it had handed out before. */
    void redelivered(Request request);

    /** A request that waited too long for a slot goes back to the broker, where another worker may take it. */
    void gaveBack(Request request);

    /** An owner answered whether a request may start. */
    void answered(Verdict verdict);

    /** A body starts, so long after its request came here. */
    void started(Request request, long waitedNanos);

    /** A body has ended, or failed. */
    void ended(Request request, boolean success, long ranNanos);

    /** The worker is closed. */
    void closed();
}
