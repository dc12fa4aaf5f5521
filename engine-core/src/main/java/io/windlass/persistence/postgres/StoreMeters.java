package io.windlass.persistence.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Measures with Micrometer. The only class of this package that is loaded together with it. */
final class StoreMeters implements StoreEvents {
    private final MeterRegistry registry;
    private final Timer commits;
    private final DistributionSummary changes;
    private final DistributionSummary rows;
    private final Counter fenced;
    private volatile @Nullable Meter age;

    StoreMeters(MeterRegistry registry) {
        this.registry = registry;
        commits = Timer.builder("windlass.store.commit")
                .description("from taking a batch to its commit, repeats included")
                .register(registry);
        changes = DistributionSummary.builder("windlass.store.commit.changes")
                .description("changes in a batch")
                .baseUnit("changes")
                .register(registry);
        rows = DistributionSummary.builder("windlass.store.commit.rows")
                .description("rows that a batch writes, at most")
                .baseUnit("rows")
                .register(registry);
        fenced = Counter.builder("windlass.store.fenced")
                .description("writes refused because the process lost its lease")
                .baseUnit("writes")
                .register(registry);
    }

    @Override
    public void watch(LeaseKeeper keeper, ToDoubleFunction<LeaseKeeper> ageSeconds) {
        age = TimeGauge.builder("windlass.store.lease.age", keeper, TimeUnit.SECONDS, ageSeconds)
                .description("since the lease was last renewed")
                .register(registry);
    }

    @Override
    public void committed(List<Pending> batch, long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        changes.record(
                batch.stream().mapToInt(pending -> pending.changes().size()).sum());
        rows.record(batch.stream().mapToInt(Pending::rows).sum());
    }

    @Override
    public void fenced(int writes) {
        fenced.increment(writes);
    }

    @Override
    public void closed() {
        Meter gauge = age;
        if (gauge != null) {
            registry.remove(gauge);
        }
    }
}
