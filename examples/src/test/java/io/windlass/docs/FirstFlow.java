package io.windlass.docs;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.util.ArrayList;
import java.util.List;

/** What README shows, word for word between the marks. */
final class FirstFlow {
    static final List<String> CATALOGUE = new ArrayList<>();

    private FirstFlow() {}

    // README first flow
    public static final class CreateRecord extends Task {
        public String execute(String volumeId, int sizeGb) { // what it needs, by parameter name
            CATALOGUE.add(volumeId);
            return volumeId + " of " + sizeGb + " GiB";
        }

        public void revert(Outcome<String> outcome, String volumeId) {
            CATALOGUE.remove(volumeId);
        }
    }

    public static final class Attach extends Task {
        public String execute(String record) {
            return record + ", attached";
        }
    }

    static Flow flow() {
        return LinearFlow.named("create-volume")
                .add(
                        new CreateRecord().named("create").provides("record"),
                        new Attach().named("attach").provides("status"));
    }

    static String runHere() {
        Engine engine = Engine.builder(flow())
                .store("volumeId", "vol-1")
                .store("sizeGb", 10)
                .build();
        engine.run();
        return String.valueOf(engine.result("status", String.class));
    }
    // end

    // README remote
    static FlowState runOnWorkers(String amqpUrl, String jdbcUrl) {
        try (Persistence persistence =
                        PostgresPersistence.builder().url(jdbcUrl).open();
                Proxy proxy = AmqpProxy.builder(amqpUrl).connect();
                RemoteExecutor workers = new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT)) {
            return Engine.builder(flow())
                    .store("volumeId", "vol-1")
                    .store("sizeGb", 10)
                    .persistence(persistence)
                    .executor(workers)
                    .build()
                    .run();
        }
    }

    static Worker worker(Proxy proxy) {
        return Worker.builder(proxy)
                .pool("storage")
                .slots(8)
                .register(CreateRecord.class)
                .register(Attach.class)
                .build();
    }
    // end
}
