package io.windlass.bench.run;

import io.windlass.bench.report.Figure;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** What broker and database have used, ever, for whomever; what is not known is missing. */
final class ServiceMeters {
    private final Broker broker;
    private final Database database;

    /** Where a broker is. */
    enum Broker {
        /** None is used. */
        NONE,
        /** The embedded one. */
        IN_THIS_PROCESS,
        /** In processes of its own. */
        RABBITMQ
    }

    /** Meters of those. */
    ServiceMeters(Broker broker, Database database) {
        this.broker = broker;
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
        return switch (broker) {
            case NONE -> OptionalLong.empty();
            case IN_THIS_PROCESS -> Processes.micros(ProcessHandle.current().pid());
            case RABBITMQ -> Processes.microsOfAll("beam.smp"); // Erlang's machine, which it runs on
        };
    }

    OptionalLong databaseMicros() {
        return database.micros();
    }

    private static void put(Map<Figure, Double> counters, Figure figure, OptionalLong micros) {
        micros.ifPresent(value -> counters.put(figure, (double) value));
    }
}
