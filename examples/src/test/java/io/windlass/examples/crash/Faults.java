package io.windlass.examples.crash;

import static io.windlass.examples.crash.Fault.Repeats.OF_ANYBODY;
import static io.windlass.examples.crash.Fault.Repeats.OF_VICTIMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.EmbeddedDatabase.StopMode;
import io.windlass.embedded.Services;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.FlowTable;
import io.windlass.examples.volume.CreateVolume;
import io.windlass.proxy.Naming;
import io.windlass.proxy.RequestQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The faults of the table in docs/reliability.md. */
final class Faults {
    private static final Duration GIVEN_AWAY_WITHIN = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration WHILE = Duration.ofSeconds(4);
    /** Longer than AMQP's heartbeats allow, so that the broker closes some connections. */
    private static final Duration LONG_WHILE = Duration.ofSeconds(8);

    static final Fault WORKER_KILLED = Fault.sudden("worker-killed", "SIGKILL to a worker", OF_VICTIMS, site -> {
        site.kill(site.anyWorker());
        return site::replaceEnded;
    });

    static final Fault WORKER_STOPPED = new Fault(
            "worker-stopped",
            "SIGSTOP to a worker that runs something, SIGCONT once that has run elsewhere",
            MOMENT,
            OF_VICTIMS,
            Faults::stopWorker);

    static final Fault ENGINE_KILLED = Fault.sudden("engine-killed", "SIGKILL to an engine", OF_VICTIMS, site -> {
        site.kill(site.anyEngine());
        return site::replaceEnded;
    });

    static final Fault ENGINE_STOPPED = new Fault(
            "engine-stopped",
            "SIGSTOP to an engine, SIGCONT once another one has taken its flows over",
            MOMENT,
            OF_VICTIMS,
            Faults::stopEngine);

    static final Fault BROKER_KILLED = Fault.sudden(
            "broker-restarted", "broker ended by SIGKILL (embedded: closed) and started again", OF_ANYBODY, site -> {
                site.broker().restart();
                return site::replaceEnded;
            });

    static final Fault CONNECTION_CLOSED = Fault.sudden(
            "connection-closed", "`rabbitmqctl close_connection` of a random connection", OF_ANYBODY, site -> {
                List<String> connections = site.rabbit()
                        .ctl("list_connections", "--silent", "pid")
                        .lines()
                        .filter(line -> line.startsWith("<"))
                        .sorted()
                        .toList();
                String one = connections.get(site.random().nextInt(connections.size()));
                site.rabbit().ctl("close_connection", one, "fault");
                return site::replaceEnded;
            });

    static final Fault WORKER_CUT = new Fault(
            "worker-cut-off",
            "a relay between a worker and the broker forwards nothing for up to 8 s, then goes on or closes at random",
            LONG_WHILE,
            OF_VICTIMS,
            site -> {
                site.isVictim(site.farWorker());
                return cut(site, site.workersRelay());
            });

    static final Fault ENGINE_CUT = new Fault(
            "engine-cut-off",
            "the same between an engine and the broker",
            LONG_WHILE,
            OF_VICTIMS,
            site -> cut(site, site.enginesRelay()));

    static final Fault REQUEST_QUEUE_DELETED = Fault.sudden(
            "request-queue-deleted", "a request queue is deleted while messages are in it", OF_ANYBODY, site -> {
                String type = CreateVolume.TYPES.get(site.random().nextInt(CreateVolume.TYPES.size()));
                site.deleteQueue(new Naming(site.prefix()).requestQueue(new RequestQueue(Site.POOL, type, 1)));
                return site::replaceEnded;
            });

    static final Fault REPLY_QUEUE_DELETED =
            Fault.sudden("reply-queue-deleted", "an engine's reply queue is deleted", OF_ANYBODY, site -> {
                List<String> queues = new FlowTable(site.storeUrl()).replyQueues();
                site.deleteQueue(queues.get(site.random().nextInt(queues.size())));
                return site::replaceEnded;
            });

    static final Fault MEMORY_ALARM = new Fault(
            "memory-alarm",
            "`rabbitmqctl set_vm_memory_high_watermark 0.000001` for up to 4 s",
            WHILE,
            OF_VICTIMS,
            site -> {
                site.rabbit().ctl("set_vm_memory_high_watermark", "0.000001");
                return () -> {
                    site.rabbit().ctl("set_vm_memory_high_watermark", "0.4");
                    site.replaceEnded();
                };
            });

    static final Fault DATABASE_RESTARTED = Fault.sudden(
            "database-restarted", "PostgreSQL restarted, modes `immediate` and `fast` at random", OF_VICTIMS, site -> {
                site.server().restart(site.random().nextBoolean() ? StopMode.IMMEDIATE : StopMode.FAST);
                return site::replaceEnded;
            });

    static final Fault DATABASE_CUT =
            Fault.sudden("database-cut", "`pg_terminate_backend` of all connections of engines", OF_VICTIMS, site -> {
                site.cutDatabaseConnections();
                return site::replaceEnded;
            });

    static final Fault DATABASE_AWAY = new Fault(
            "database-away",
            "no connection to the engines' database is allowed, those there are are cut, for up to 8 s (the lease is 2 s)",
            LONG_WHILE,
            OF_VICTIMS,
            site -> {
                site.setReachable(false);
                site.cutDatabaseConnections();
                return () -> {
                    site.setReachable(true);
                    site.replaceEnded();
                };
            });

    static final Fault DATABASE_READ_ONLY = new Fault(
            "database-read-only",
            "`default_transaction_read_only = on` and connections cut, for up to 4 s (the lease is 2 s)",
            WHILE,
            OF_VICTIMS,
            site -> {
                site.setReadOnly(true);
                site.cutDatabaseConnections();
                return () -> {
                    site.setReadOnly(false);
                    site.cutDatabaseConnections();
                    site.replaceEnded();
                };
            });

    static final Fault DRAINED =
            Fault.sudden("worker-drained", "SIGTERM to a worker, which ends with 0", OF_VICTIMS, site -> {
                assertThat(site.drain(site.anyWorker())).isZero();
                return site::replaceEnded;
            });

    static final Fault REDEPLOYED = Fault.sudden(
            "mixed-versions",
            "SIGTERM to a worker, and one instead that serves the old version of a task, the new one, or both",
            OF_VICTIMS,
            site -> {
                assertThat(site.redeploy(site.anyWorker())).isZero();
                return site::replaceEnded;
            });

    private static final List<Fault> ANYWHERE = List.of(
            WORKER_KILLED,
            WORKER_STOPPED,
            ENGINE_KILLED,
            ENGINE_STOPPED,
            BROKER_KILLED,
            WORKER_CUT,
            ENGINE_CUT,
            REQUEST_QUEUE_DELETED,
            REPLY_QUEUE_DELETED,
            DATABASE_RESTARTED,
            DATABASE_CUT,
            DATABASE_AWAY,
            DATABASE_READ_ONLY,
            DRAINED,
            REDEPLOYED);

    private Faults() {}

    /** {@return those that these services can have} */
    static List<Fault> of(Services services) {
        List<Fault> all = new ArrayList<>(ANYWHERE);
        if (!services.brokerIsEmbedded()) {
            all.addAll(List.of(CONNECTION_CLOSED, MEMORY_ALARM));
        }
        return all;
    }

    private static Fault.Remedy stopWorker(Site site) {
        ChildProcess worker = site.anyWorker();
        InHand work = new InHand(site.ledgerUrl(), site.storeUrl());
        await("worker " + worker.name() + " runs something")
                .atMost(GIVEN_AWAY_WITHIN)
                .until(() -> {
                    site.suspend(worker);
                    if (!work.of(worker).isEmpty()) {
                        return true;
                    }
                    site.resume(worker);
                    return false;
                });
        List<InHand.Item> its = work.of(worker);
        return () -> {
            try {
                await("what stopped worker " + worker.name() + " ran is run elsewhere")
                        .atMost(GIVEN_AWAY_WITHIN)
                        .until(() -> its.stream().noneMatch(item -> work.isStillOf(worker, item)));
            } finally {
                site.resume(worker);
            }
            site.replaceEnded();
        };
    }

    private static Fault.Remedy stopEngine(Site site) {
        ChildProcess engine = site.anyEngine();
        site.suspend(engine);
        return () -> {
            try {
                await("engine " + engine.name() + " is taken over")
                        .atMost(GIVEN_AWAY_WITHIN)
                        .until(() -> site.isTakenOver(engine));
            } finally {
                site.resume(engine);
            }
            await("engine " + engine.name() + " ends").atMost(GIVEN_AWAY_WITHIN).until(() -> !engine.isAlive());
            site.replaceEnded();
        };
    }

    private static Fault.Remedy cut(Site site, Relay relay) {
        relay.stall();
        return () -> {
            if (site.random().nextBoolean()) {
                relay.heal();
            } else {
                relay.drop();
            }
            site.replaceEnded();
        };
    }
}
