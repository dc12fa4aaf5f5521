package io.windlass.persistence.postgres;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is worth measuring in the store. Called for each batch: must be quick. Thread-safe. */
interface StoreEvents {
    /** Measures nothing. */
    StoreEvents NONE = new StoreEvents() {
        @Override
        public void watch(LeaseKeeper keeper, ToDoubleFunction<LeaseKeeper> ageSeconds) {}

        @Override
        public void committed(List<Pending> batch, long nanos) {}

        @Override
        public void fenced(int writes) {}

        @Override
        public void closed() {}
    };

    /** The store is open; its lease has an age from now on. */
    void watch(LeaseKeeper keeper, ToDoubleFunction<LeaseKeeper> ageSeconds);

    /** A batch is durable, so long after the writer took it; repeats are part of that. */
    void committed(List<Pending> batch, long nanos);

    /** So many writes were refused because this process lost its lease. */
    void fenced(int writes);

    /** The store is closed. */
    void closed();
}
