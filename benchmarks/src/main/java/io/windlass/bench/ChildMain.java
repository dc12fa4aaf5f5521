package io.windlass.bench;

import io.windlass.bench.child.Member;
import io.windlass.bench.child.Part;
import io.windlass.bench.child.Serving;
import io.windlass.bench.limit.LimitEngine;
import io.windlass.bench.limit.LimitWorker;
import io.windlass.bench.limit.LocalLimit;
import io.windlass.bench.product.LocalEngine;
import io.windlass.bench.product.ProductEngine;
import io.windlass.bench.product.ProductWorker;
import java.io.IOException;

/** A child process of a benchmark. */
final class ChildMain {
    private ChildMain() {}

    /** Serves the parent until it is gone. */
    public static void main(String[] arguments) throws IOException {
        Serving.serve(ChildMain::open);
    }

    private static Member open(Part part) throws Exception {
        return switch (part.role()) {
            case LIMIT_ENGINE -> new LimitEngine(part);
            case LIMIT_WORKER -> new LimitWorker(part);
            case LOCAL_LIMIT -> new LocalLimit(part);
            case ENGINE -> new ProductEngine(part);
            case WORKER -> new ProductWorker(part);
            case LOCAL_ENGINE -> new LocalEngine(part);
            case PEER -> throw new IllegalArgumentException("a peer is a program of its own");
        };
    }
}
