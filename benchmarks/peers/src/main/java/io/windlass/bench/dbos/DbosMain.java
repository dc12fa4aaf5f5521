package io.windlass.bench.dbos;

import io.windlass.bench.child.Serving;
import java.io.IOException;

/** A child process of a benchmark, with DBOS inside. */
final class DbosMain {
    private DbosMain() {}

    /** Serves the parent until it is gone. */
    public static void main(String[] arguments) throws IOException {
        Serving.serve(DbosMember::new);
    }
}
