package io.windlass.bench.peer;

import io.windlass.bench.run.Pace;
import io.windlass.bench.run.QueueKind;
import io.windlass.bench.run.Side;
import io.windlass.bench.run.Stage;
import java.util.List;
import java.util.Locale;

/** A product for Python with workers on RabbitMQ, beside Windlass with an engine and a worker. */
final class RemotePeer extends PeerWorkload {
    private final String name;

    RemotePeer(String product, Program program, List<String> variants) {
        super(product, program, variants);
        name = "peer-" + product.toLowerCase(Locale.ROOT);
    }

    @Override
    public String name() {
        return name;
    }

    /** Neither product can use quorum queues in these versions. */
    @Override
    public boolean runsOn(QueueKind kind) {
        return kind == QueueKind.CLASSIC || kind == QueueKind.MEMORY;
    }

    @Override
    void check(QueueKind kind) throws PeerMissingException {
        if (kind == QueueKind.MEMORY) {
            throw new PeerMissingException(
                    name + " needs RabbitMQ and PostgreSQL: set WINDLASS_AMQP_URL and WINDLASS_DATABASE_URL");
        }
    }

    @Override
    Side windlass(Stage stage) {
        return stage.product();
    }

    @Override
    int slots() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Nothing is compiled there; the first round of each does not count anyway. */
    @Override
    int warmUp(Pace pace) {
        return 0;
    }
}
