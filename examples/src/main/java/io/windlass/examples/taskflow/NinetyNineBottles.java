package io.windlass.examples.taskflow;

import io.windlass.conductor.Conductor;
import io.windlass.engine.FlowFactories;
import io.windlass.examples.bottles.BottleSong;
import io.windlass.examples.volume.Ledger;
import io.windlass.job.Job;
import io.windlass.job.Jobboard;
import io.windlass.job.boards.Jobboards;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.time.Duration;

/**
 * A poster puts the song on a board and is gone; a conductor claims it and sings. With {@code windlass job post} and some
 * {@code windlass conductor} processes the same is sung to the end whoever is killed.
 *
 * <p>Arguments: the database's JDBC URL; then how many bottles, 3 unless it is said; then the board, such as
 * {@code zookeeper://host:2181/song}, else one in the database.
 */
final class NinetyNineBottles {
    private static final int BOTTLES = 3;
    private static final Duration PACE = Duration.ofMillis(20);

    private NinetyNineBottles() {}

    public static void main(String... arguments) throws InterruptedException {
        String database = arguments[0];
        int bottles = arguments.length > 1 ? Integer.parseInt(arguments[1]) : BOTTLES;
        String board = arguments.length > 2 ? arguments[2] : "postgresql:song";
        post(database, board, bottles);
        conduct(database, board);
    }

    private static void post(String database, String uri, int bottles) {
        try (Persistence store = PostgresPersistence.builder().url(database).open();
                Jobboard board = Jobboards.open(uri, store)) {
            board.connect();
            Job song = board.post(BottleSong.posting(bottles, PACE));
            System.out.println("Posted: " + song.name());
            System.out.println("Goodbye...");
        }
    }

    private static void conduct(String database, String uri) throws InterruptedException {
        FlowFactories factories =
                new FlowFactories().register(BottleSong.NAME, arguments -> BottleSong.flow(arguments, Ledger.NONE));
        try (Persistence store = PostgresPersistence.builder().url(database).open();
                Conductor conductor = Conductor.builder("singer", Jobboards.open(uri, store), store, factories)
                        .build()) {
            conductor.listen(event -> System.out.println("Event '" + event.kind() + "' has been received..."));
            conductor.run(1);
        }
    }
}
