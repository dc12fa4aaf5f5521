package io.windlass.examples.bottles;

import io.windlass.conductor.FlowJob;
import io.windlass.engine.FactoryArguments;
import io.windlass.examples.volume.Ledger;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.job.JobPosting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The flow of the song: for each bottle take it down, pass it around, and count what is left. */
public final class BottleSong {
    /** The name of the flow and of its factory. */
    public static final String NAME = "99-bottles";

    /** How long a line takes, unless the job says otherwise. */
    public static final Duration PACE = Duration.ofMillis(500);

    private static final String BOTTLES = "bottles";
    private static final String PACE_MILLIS = "paceMillis";
    private static final int DEFAULT_BOTTLES = 99;

    private BottleSong() {}

    /** {@return a job that has the song sung, from so many bottles on} */
    public static JobPosting posting(int bottles, Duration pace) {
        return FlowJob.posting(NAME, Map.of(BOTTLES, bottles, PACE_MILLIS, pace.toMillis()));
    }

    /**
     * {@return the song}
     *
     * @param arguments {@code bottles}, 99 unless it is given, and {@code paceMillis}
     * @param ledger where each line is recorded
     */
    public static Flow flow(FactoryArguments arguments, Ledger ledger) {
        int bottles = arguments.find(BOTTLES, Integer.class).orElse(DEFAULT_BOTTLES);
        long pace = arguments.find(PACE_MILLIS, Long.class).orElse(PACE.toMillis());
        LinearFlow song = LinearFlow.named(NAME);
        for (int bottle = bottles; bottle > 0; bottle--) {
            TakeOneDown take = new TakeOneDown(ledger);
            if (bottle == bottles) {
                take.inject(BOTTLES, bottles);
            }
            song.add(
                    take.named("take-" + bottle).inject(PACE_MILLIS, pace).provides(BOTTLES),
                    new PassItAround(ledger).named("pass-" + bottle).inject(PACE_MILLIS, pace),
                    new Conclude(ledger).named("conclude-" + bottle).inject(PACE_MILLIS, pace));
        }
        return song;
    }

    /** {@return the names of the song's tasks, in order} */
    public static List<String> lines(int bottles) {
        return IntStream.rangeClosed(1, bottles)
                .map(sung -> bottles + 1 - sung)
                .boxed()
                .flatMap(bottle -> Stream.of("take-" + bottle, "pass-" + bottle, "conclude-" + bottle))
                .toList();
    }
}
