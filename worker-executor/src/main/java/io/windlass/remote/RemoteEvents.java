package io.windlass.remote;

import io.windlass.execution.TaskRequest;
import io.windlass.proxy.Verdict;
import java.util.List;

/** What is worth measuring in a remote executor. Called for each request: must be quick. Thread-safe. */
interface RemoteEvents {
    /** How a request came to its outcome. */
    enum End {
        SUCCESS,
        FAILURE,
        /** By a timeout, because it could not be sent, or because its run waits for it no longer. */
        GIVEN_UP,
        /** It was cancelled before it began. */
        WITHDRAWN
    }

    /** Why a request is sent again. */
    enum Why {
        /** Nobody claimed it after a takeover or a lost connection. */
        UNCLAIMED,
        /** Its worker is lost. */
        LOST
    }

    /** Which limit was exceeded. */
    enum Timeout {
        NO_WORKER,
        QUEUED,
        RUN
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
        public void timedOut(Timeout which) {}

        @Override
        public void issuedAgain(Why why) {}

        @Override
        public void takenOver() {}

        @Override
        public void answered(Verdict verdict) {}

        @Override
        public void queues(List<QueueLoad> loads) {}

        @Override
        public void orphan() {}

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

    /** A request was given up, as it took too long. */
    void timedOut(Timeout which);

    /** No worker says that it runs a request: it is sent again. */
    void issuedAgain(Why why);

    /** A run lasts so long that its request is taken over from the broker. */
    void takenOver();

    /** A worker was told whether it may start. */
    void answered(Verdict verdict);

    /** How it stands with the queues, all that anything was to do for of late; told every heartbeat. */
    void queues(List<QueueLoad> loads);

    /** A run succeeded that is not the recorded one, and is kept. */
    void orphan();

    /** The executor is closed. */
    void closed();
}
