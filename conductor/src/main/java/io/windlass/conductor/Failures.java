package io.windlass.conductor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How often jobs failed here whose flow may not even have been stored, so that the store cannot tell; of many jobs the
 * oldest are forgotten. Thread-safe.
 */
final class Failures {
    private static final int MOST = 10_000;

    private final Map<UUID, Integer> counts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Integer> eldest) {
            return size() > MOST;
        }
    };

    /** {@return how often it has failed, with this time} */
    synchronized int add(UUID job) {
        return counts.merge(job, 1, Integer::sum);
    }

    synchronized void forget(UUID job) {
        counts.remove(job);
    }
}
