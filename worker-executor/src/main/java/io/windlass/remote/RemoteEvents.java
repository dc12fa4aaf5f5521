package io.windlass.remote;

import io.windlass.execution.TaskRequest;
import io.windlass.proxy.Verdict;

/** What is worth measuring in a remote executor. Called for each request: must be quick. Thread-safe. */
interface RemoteEvents {
    /** How a request came to its outcome. */
    enum End {
        SUCCESS,
        FAILURE,
        /** By a timeout, or because it could not be sent: no worker has answered. */
        GIVEN_UP
    }

    /** Measures nothing. */
    RemoteEvents NONE = new RemoteEvents() {
        @Override
        public void submitted() {}

        @Override
        public void started(TaskRequest request, long waitedNanos) {}

        @Override
        public void ended(TaskRequest request, End end, long nanos) {}

        @Override
        public void letGo(int requests) {}

        @Override
        public void issuedAgain() {}

        @Override
        public void answered(Verdict verdict) {}

        @Override
        public void closed() {}
    };

    /** A request is to be sent. */
    void submitted();

    /** For the first time it is heard that a worker runs it, which began so long after the submission. */
    void started(TaskRequest request, long waitedNanos);

    /** A request has its outcome, so long after its submission. */
    void ended(TaskRequest request, End end, long nanos);

    /** A run ended without waiting for so many requests. */
    void letGo(int requests);

    /** No worker says that it runs a request: it is sent again. */
    void issuedAgain();

    /** A worker was told whether it may start. */
    void answered(Verdict verdict);

    /** The executor is closed. */
    void closed();
}
