package io.windlass.planted.value;

import com.rabbitmq.client.ConnectionFactory;
import io.github.resilience4j.core.IntervalFunction;
import org.apache.curator.RetryPolicy;
import org.apache.curator.retry.RetryOneTime;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** Breaks rules on purpose. */
public final class PlantedLibraries {
    private PlantedLibraries() {}

    static ConnectionFactory broker() {
        return new ConnectionFactory();
    }

    static IntervalFunction pauses() {
        return IntervalFunction.ofDefaults();
    }

    static Jdbi database() {
        return Jdbi.create(new PGSimpleDataSource());
    }

    static RetryPolicy curator() {
        return new RetryOneTime(1);
    }
}
