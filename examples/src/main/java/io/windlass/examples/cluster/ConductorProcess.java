package io.windlass.examples.cluster;

import io.windlass.conductor.Conductor;
import io.windlass.conductor.ConductorBuilder;
import io.windlass.conductor.ConductorEvent;
import io.windlass.engine.FlowFactories;
import io.windlass.health.Health;
import io.windlass.job.Jobboard;
import io.windlass.persistence.Persistence;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the flows of jobs, and those that dead processes left without a job. */
public final class ConductorProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConductorProcess.class);

    private final Conductor conductor;
    private final Jobboard board;
    private final Takeovers takeovers;

    /**
     * A conductor, which closes the board and nothing else.
     *
     * @param source where flows are taken over
     * @param lease of the store
     * @param settings what is said of the conductor beside that
     */
    public ConductorProcess(
            String name,
            Jobboard board,
            Persistence store,
            FlowFactories factories,
            Takeovers.Source source,
            Duration lease,
            UnaryOperator<ConductorBuilder> settings) {
        this.conductor =
                settings.apply(Conductor.builder(name, board, store, factories)).build();
        this.board = board;
        this.takeovers = new Takeovers(source, factories.names(), lease);
    }

    /**
     * Claims jobs until it is closed, and tells of the end of each in a line.
     *
     * @param most after so many claimed jobs it returns; negative for no limit
     */
    public void run(int most, PrintStream output) throws InterruptedException {
        conductor.listen(event -> tell(event, output));
        takeovers.start(conductor::adopt);
        output.println("ready");
        conductor.run(most);
    }

    private static void tell(ConductorEvent event, PrintStream output) {
        switch (event.kind()) {
            case JOB_CONSUMED, JOB_ABANDONED, JOB_TRASHED ->
                output.println(event.kind().name().substring("JOB_".length()).toLowerCase(Locale.ROOT) + " "
                        + event.job().id() + " " + event.job().name()
                        + (event.reason() == null ? "" : ": " + event.reason()));
            default -> {
                // The log has the rest.
            }
        }
    }

    /** {@return whether it has let go of all jobs} */
    public boolean isEmptyHanded() {
        return conductor.jobsInHand() == 0;
    }

    /** {@return how it is, with how what it works on is} */
    public Health health(Health rest) {
        return rest.unreadyIf(!board.isConnected(), "the job board is not connected")
                .unreadyIf(!conductor.isDispatching(), "the conductor claims no jobs");
    }

    /** Claims no more jobs, has what runs suspended, and closes the board. */
    @Override
    public void close() {
        LOG.info("Claims no more jobs; gives {} back as soon as their flows are suspended", conductor.jobsInHand());
        takeovers.close();
        conductor.close();
    }
}
