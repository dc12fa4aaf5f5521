package io.windlass.bench.child;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Watches the heap of this JVM. */
final class Memory {
    /** What all threads together have ever allocated, of those that live. */
    static final String ALLOCATED = "allocatedBytes";
    /** The most that was in use, garbage included, since it was asked last. */
    static final String PEAK = "peakHeapBytes";
    /** The most that was left after a collection since it was asked last; 0 without one. */
    static final String KEPT = "keptHeapBytes";

    private final List<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();

    Memory() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((message, nothing) -> collected(message), null, null);
        }
    }

    private void collected(Notification message) {
        if (message.getUserData() instanceof CompositeData data
                && message.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GcInfo collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
            peak.accumulateAndGet(heap(collection.getMemoryUsageBeforeGc()), Math::max);
            kept.accumulateAndGet(heap(collection.getMemoryUsageAfterGc()), Math::max);
        }
    }

    private long heap(Map<String, MemoryUsage> usages) {
        return pools.stream()
                .map(usages::get)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
    }

    Map<String, Double> figures() {
        long allocated = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            allocated += Math.max(0, bytes); // -1 of a thread that has just ended
        }
        long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(ALLOCATED, (double) allocated);
        figures.put(PEAK, (double) Math.max(now, peak.getAndSet(0)));
        figures.put(KEPT, (double) kept.getAndSet(0));
        return figures;
    }
}
