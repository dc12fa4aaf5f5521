package io.windlass.worker;

import io.windlass.atom.Progress;
import io.windlass.failure.DefinitionException;
import io.windlass.health.Health;
import io.windlass.health.Pulse;
import io.windlass.proxy.Address;
import io.windlass.proxy.Advert;
import io.windlass.proxy.Ask;
import io.windlass.proxy.Beacon;
import io.windlass.proxy.Cancel;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.DeliveryHandler;
import io.windlass.proxy.Grant;
import io.windlass.proxy.Heartbeat;
import io.windlass.proxy.Message;
import io.windlass.proxy.Moved;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyState;
import io.windlass.proxy.Query;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Running;
import io.windlass.proxy.WorkerState;
import io.windlass.state.RequestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: consumes the queues of the task types that it was given, in one pool, and runs up to {@code slots} tasks
 * at once. Keeps nothing: what it holds when it dies goes to another worker. Thread-safe.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** A run that has lasted so long is told to its engine. */
    static final Duration WORTH_TELLING = Duration.ofMillis(250);

    /** So many questions may get lost before all engines are asked: the one that sent the request may be no more. */
    private static final int QUESTIONS_TO_OWNER = 3;

    /** An engine that has answered is believed to be alive for so many heartbeats, if its beacons do not come. */
    private static final int MISSED_BEACONS = 3;

    /** So long a slot waits for the answer to a question; then it goes on with something else. */
    private static final Duration ANSWER_TIME = Duration.ofMillis(250);

    private final String name;
    private final String pool;
    private final Slots slots;
    private final Duration heartbeat;
    private final Duration drainTimeout;
    private final Proxy proxy;
    private final TaskRegistry registry;
    private final Owners owners = new Owners(System::nanoTime);
    private final Map<RequestName, Held> held = new ConcurrentHashMap<>();
    /** Runs that were given back before they began, until the next heartbeat. */
    private final Queue<Running> returned = new ConcurrentLinkedQueue<>();

    private final AtomicInteger busy = new AtomicInteger();
    private final Intake intake;
    private final ScheduledExecutorService timer;
    private final Body body;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WorkerEvents events;
    private final Pulse pulse;
    private volatile boolean started;
    private volatile WorkerState state = WorkerState.RUNNING;

    Worker(WorkerBuilder builder) {
        this.name = builder.name;
        this.pool = builder.pool;
        this.heartbeat = builder.heartbeat;
        this.drainTimeout = builder.drainTimeout;
        this.proxy = builder.proxy;
        this.registry = builder.registry;
        this.slots = new Slots(builder.slots);
        this.intake = new Intake(slots, this::inCustody, this::somethingWaits, this::giveBackWaiting);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "windlass-worker-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.events = builder.events(registry);
        this.pulse = new Pulse(heartbeat, System::nanoTime);
        this.body = new Body(name, proxy, registry, owners, this::settle, this::later, events);
    }

    /** Begins to describe a worker on a broker. It does not close the proxy. */
    public static WorkerBuilder builder(Proxy proxy) {
        return new WorkerBuilder(proxy);
    }

    /** {@return the worker's name} */
    public String name() {
        return name;
    }

    /** Declares and consumes its queues and tells the engines of itself. Returns when that is done. */
    public Worker start() {
        proxy.consumeControl(controlName(), List.of(controlName(), "workers", "beacon"), this::control);
        proxy.onStateChange(this::connectionIs);
        DeliveryHandler requests = DeliveryHandler.quick(this::request);
        for (RequestQueue queue : registry.queues(pool)) {
            intake.add(proxy.consume(proxy.declareRequestQueue(queue), slots.count(), requests));
        }
        intake.start();
        events.opened(slots.count(), held::size, busy::get);
        long period = heartbeat.toNanos();
        ScheduledFuture<?> unused = timer.scheduleAtFixedRate(this::guardedTick, 0, period, TimeUnit.NANOSECONDS);
        pulse.beat();
        started = true;
        LOG.info("\n{}", banner());
        return this;
    }

    /** {@return how the worker is: its connection, whether it takes requests, its own thread} */
    public Health health() {
        WorkerState now = state;
        return Health.GOOD
                .with(proxy.state())
                .brokenIf(now == WorkerState.GONE, "the worker is closed")
                .brokenIf(started && now != WorkerState.GONE && pulse.isMissed(), "the worker's timer stands still")
                .unreadyIf(!started, "the worker has not started")
                .unreadyIf(now == WorkerState.DRAINING, "the worker drains");
    }

    /** Starts, and waits until somebody closes it. */
    public void run() throws InterruptedException {
        start();
        closed.await();
    }

    private String controlName() {
        return Naming.workerControl(name);
    }

    private String banner() {
        StringBuilder text = new StringBuilder("Windlass worker " + name + "\n  pool   " + pool + ", " + slots.count()
                + " slots\n  broker " + proxy.describe() + "\n  serves");
        registry.versions()
                .forEach((type, versions) ->
                        text.append(" ").append(type).append(" ").append(versions));
        return text.append("\n  pid    ")
                .append(ProcessHandle.current().pid())
                .append(", Java ")
                .append(Runtime.version())
                .toString();
    }

    /** On the thread that reads from the broker. */
    private void request(Delivery delivery) {
        if (!(delivery.message() instanceof Request request)) {
            throw new DefinitionException("a request queue holds requests, not "
                    + delivery.message().getClass().getSimpleName());
        }
        Address unused = Address.queue(request.replyTo()); // what could not be answered is refused at once
        if (state != WorkerState.RUNNING) {
            delivery.requeue();
            return;
        }
        if (delivery.redelivered()) {
            events.redelivered(request);
        }
        Held fresh = new Held(request, delivery);
        Held known = held.putIfAbsent(request.name(), fresh);
        if (known == null) {
            queue(fresh);
        } else if (known.deliveredAgain(delivery)) {
            LOG.info("{} was delivered again while it is here; this worker goes on with it", request.name());
        } else {
            delivery.requeue();
        }
    }

    private void ask(Held one) {
        Request request = one.request();
        boolean heard = one.question() < QUESTIONS_TO_OWNER;
        proxy.announce(
                heard ? Address.queue(owners.current(request.replyTo())) : Address.control("ask"),
                new Ask(request.name(), one.runId(), name, one.isRedelivered(), controlName()));
        later(() -> {
            if (one.move(Held.Stage.ASKING, Held.Stage.QUEUED)) {
                queue(one);
            }
        });
    }

    private void later(Runnable action) {
        try {
            ScheduledFuture<?> unused = timer.schedule(action, heartbeat.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closing: what is held goes back to the broker", e);
        }
    }

    private void queue(Held one) {
        try {
            slots.queue(() -> runInSlot(one));
        } catch (RejectedExecutionException e) {
            giveBack(one);
        }
    }

    private void runInSlot(Held one) {
        if (mayStart(one) && one.move(Held.Stage.QUEUED, Held.Stage.RUNNING)) {
            busy.incrementAndGet();
            try {
                body.run(one);
            } finally {
                busy.decrementAndGet();
            }
        }
    }

    /**
     * Asked when the slot is there, not on arrival: it may have waited, or this process may have been frozen. And the
     * slot waits for the answer, so that what is let start here does so at once; until then it can be given back.
     */
    private boolean mayStart(Held one) {
        boolean knownToBeAlone =
                !one.isRedelivered() && !one.request().reissued() && owners.vouchesFor(one.request(), one.receivedAt());
        if (knownToBeAlone || one.isGranted()) {
            return true;
        }
        if (!one.beginToAsk()) {
            return false;
        }
        ask(one);
        try {
            return one.awaitGrant(ANSWER_TIME);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Others may have a slot for what waits here. */
    private void giveBackWaiting(Duration time) {
        List<Held> idle =
                held.values().stream().filter(one -> one.endIdleWait(time)).toList();
        idle.forEach(this::letGo);
        if (idle.stream().anyMatch(Held::isGranted)) {
            tell(WORTH_TELLING); // first, else whoever gets it has to wait until its owner knows
        }
        for (Held one : idle) {
            one.delivery().requeue();
            events.gaveBack(one.request());
        }
    }

    private boolean somethingWaits(Duration time) {
        return held.values().stream().anyMatch(one -> one.waitsIdly(time));
    }

    private int inCustody() {
        return (int) held.values().stream().filter(Held::isInCustody).count();
    }

    private void settle(Held one) {
        one.move(Held.Stage.RUNNING, Held.Stage.OVER);
        held.remove(one.request().name(), one);
        if (!one.isInCustody()) {
            one.delivery().ack();
        }
    }

    private void giveBack(Held one) {
        if (one.move(Held.Stage.ASKING, Held.Stage.OVER) || one.move(Held.Stage.QUEUED, Held.Stage.OVER)) {
            returnToBroker(one);
        }
    }

    private void returnToBroker(Held one) {
        letGo(one);
        one.delivery().requeue();
    }

    private void letGo(Held one) {
        held.remove(one.request().name(), one);
        if (one.wasAskedAbout()) {
            // Granted or not: the grant may be on its way, and the owner counts it as started unless it is told.
            returned.add(new Running(one.request().name(), one.runId(), Duration.ZERO, 0, null));
        }
    }

    private void control(Delivery delivery) {
        Message message = delivery.message();
        delivery.ack();
        if (message instanceof Grant grant) {
            granted(grant);
        } else if (message instanceof Cancel cancel) {
            cancelled(cancel);
        } else if (message instanceof Beacon beacon) {
            owners.heard(beacon);
        } else if (message instanceof Moved moved) {
            owners.heard(moved);
        } else if (message instanceof Query) {
            tellAll();
        }
    }

    private void granted(Grant grant) {
        Held one = held.get(grant.name());
        if (one == null || !one.runId().equals(grant.runId())) {
            return;
        }
        events.answered(grant.verdict());
        switch (grant.verdict()) {
            case GO -> {
                owners.answered(owners.current(one.request().replyTo()), heartbeat.multipliedBy(MISSED_BEACONS));
                if (one.grant()) {
                    queue(one);
                }
            }
            case STALE -> {
                if (one.move(Held.Stage.ASKING, Held.Stage.OVER)) {
                    LOG.info("{} is over or was given up; this copy is dropped", grant.name());
                    settle(one);
                }
            }
            case POISON -> {
                if (one.move(Held.Stage.ASKING, Held.Stage.OVER)) {
                    body.putAside(one, grant.starts());
                }
            }
            case WAIT -> {
                LOG.debug("{} is worked on elsewhere; asks again in a moment", grant.name());
                one.putOff();
            }
            case HELD ->
                one.handOver().ifPresent(delivery -> {
                    LOG.debug("{} is in its engine's custody from now on", grant.name());
                    delivery.ack();
                });
        }
    }

    private void cancelled(Cancel cancel) {
        Held one = held.get(cancel.name());
        if (one != null && one.runId().equals(cancel.runId()) && one.signal().cancel(cancel.interrupt())) {
            LOG.info("{} is cancelled; its body is told and may end as it sees fit", cancel.name());
        }
    }

    private void connectionIs(ProxyState now) {
        if (now == ProxyState.CONNECTED) {
            // What was not started has gone back to the broker with the lost connection, and will come again.
            held.values().forEach(this::giveBack);
            tellAll();
        }
    }

    private void guardedTick() {
        pulse.beat();
        try {
            advertise();
            tell(WORTH_TELLING);
        } catch (RuntimeException | Error e) {
            LOG.error("A heartbeat failed; the next one comes in {}", heartbeat, e);
        }
    }

    private void tellAll() {
        advertise();
        tell(Duration.ZERO);
    }

    private void advertise() {
        proxy.announce(
                Address.control("advert"),
                new Advert(
                        name,
                        pool,
                        proxy.naming().controlQueue(controlName()),
                        registry.versions(),
                        slots.count(),
                        Math.max(0, slots.count() - busy.get()),
                        state));
    }

    private void tell(Duration atLeast) {
        long now = System.nanoTime();
        List<Running> running = new ArrayList<>();
        for (Held one : held.values()) {
            long since = one.stage() == Held.Stage.RUNNING ? now - one.startedAt() : 0;
            if (one.isClaimed() && (one.isGranted() || since >= atLeast.toNanos())) {
                Duration lasted = Duration.ofNanos(Math.max(0, since));
                Progress progress = one.progress();
                running.add(new Running(
                        one.request().name(),
                        one.runId(),
                        lasted,
                        progress.fraction(),
                        progress.details(),
                        one.isInCustody()));
            }
        }
        List<Running> given = new ArrayList<>();
        for (Running one = returned.poll(); one != null; one = returned.poll()) {
            given.add(one);
        }
        proxy.announce(Address.control("heartbeat"), new Heartbeat(name, running, given));
    }

    /** Drains as {@link #close} does; {@return whether all that ran has ended, and the broker has every reply} */
    public boolean drain() {
        close();
        return held.isEmpty();
    }

    /**
     * Drains: takes nothing new, gives back at once what has not started, and lets what runs finish, for at most the
     * drain timeout. What still runs then is left to other workers. Idempotent.
     */
    @Override
    public synchronized void close() {
        if (state == WorkerState.GONE) {
            return;
        }
        state = WorkerState.DRAINING;
        LOG.info("Worker {} drains: {} tasks run and may finish within {}", name, busy.get(), drainTimeout);
        intake.cancel();
        advertise();
        held.values().forEach(this::giveBack);
        tell(WORTH_TELLING);
        slots.shutdown();
        try {
            if (!slots.awaitEnd(drainTimeout)) {
                LOG.warn("Worker {} ends although {} tasks still run; other workers get them", name, busy.get());
                body.abandon();
                slots.interrupt();
            }
            body.awaitReplies(drainTimeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tell(Duration.ZERO);
        state = WorkerState.GONE;
        advertise();
        intake.close();
        timer.shutdownNow();
        events.closed();
        closed.countDown();
    }
}
