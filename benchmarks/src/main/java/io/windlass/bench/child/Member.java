package io.windlass.bench.child;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/** What a child process has inside. Closed when the parent closes the child's input or is gone. */
public interface Member extends AutoCloseable {
    /**
     * Runs a load and takes the time.
     *
     * @return figures by name, see {@link Timing#figures}
     * @throws Exception when it could not be done, all of it
     */
    Map<String, Double> run(Load load) throws Exception;

    @Override
    void close() throws IOException, SQLException;
}
