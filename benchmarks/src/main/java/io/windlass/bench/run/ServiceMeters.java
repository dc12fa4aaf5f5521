package io.windlass.bench.run;

import io.windlass.bench.report.Figure;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** What broker and database have used, ever, for whomever; what is not known is missing. */
final class ServiceMeters {
    private final boolean brokerIsHere;
    private final Database database;

    /** Meters of those; the broker runs in this process, or is RabbitMQ. */
    ServiceMeters(boolean brokerIsHere, Database database) {
        this.brokerIsHere = brokerIsHere;
        this.database = database;
    }

    Map<Figure, Double> read() {
        Map<Figure, Double> counters = new EnumMap<>(Figure.class);
        put(counters, Figure.CPU_BROKER, brokerMicros());
        put(counters, Figure.CPU_POSTGRES, databaseMicros());
        counters.put(Figure.WAL, database.logBytes());
        return counters;
    }

    OptionalLong brokerMicros() {
        return brokerIsHere
                ? Processes.micros(ProcessHandle.current().pid())
                : Processes.microsOfAll("beam.smp"); // Erlang's machine, which RabbitMQ runs on
    }

    OptionalLong databaseMicros() {
        return database.micros();
    }

    private static void put(Map<Figure, Double> counters, Figure figure, OptionalLong micros) {
        micros.ifPresent(value -> counters.put(figure, (double) value));
    }
}
