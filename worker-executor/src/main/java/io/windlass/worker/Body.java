package io.windlass.worker;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.execution.TaskInvoker;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.PoisonException;
import io.windlass.proxy.Address;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyClosedException;
import io.windlass.proxy.Request;
import io.windlass.proxy.Response;
import io.windlass.proxy.UnroutableException;
import io.windlass.proxy.WireMessage;
import io.windlass.state.Start;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the body of one request and sees that its reply reaches the broker before the request is let go of. */
final class Body {
    private static final Logger LOG = LoggerFactory.getLogger(Body.class);

    /** Where an engine takes a reply for another: the one that asked may be no more. */
    private static final Address ALL_ENGINES = Address.control("reply");

    private final String worker;
    private final Proxy proxy;
    private final TaskRegistry registry;
    private final Owners owners;
    private final TaskEvents told;
    private final Consumer<Held> settled;
    private final WorkerEvents events;
    private final Consumer<Runnable> later;
    /** Counts replies that are not confirmed. */
    private final Phaser replies = new Phaser(1);

    private volatile boolean abandoned;

    Body(
            String worker,
            Proxy proxy,
            TaskRegistry registry,
            Owners owners,
            Consumer<Held> settled,
            Consumer<Runnable> later,
            WorkerEvents events) {
        this.worker = worker;
        this.proxy = proxy;
        this.registry = registry;
        this.owners = owners;
        this.told = new TaskEvents(worker, proxy, owners);
        this.settled = settled;
        this.later = later;
        this.events = events;
    }

    void run(Held one) {
        long began = System.nanoTime();
        events.started(one.request(), began - one.receivedAt());
        TaskInvoker.Result result = invoke(one);
        Value value = result.value();
        events.ended(one.request(), value != null, System.nanoTime() - began);
        if (abandoned && value == null) {
            LOG.info(
                    "{} was interrupted, which is no outcome; another worker will run it",
                    one.request().name());
            return;
        }
        Response response = value != null
                ? new Response(one.request().name(), one.runId(), worker, true, value)
                : failure(one, Objects.requireNonNull(result.failure()));
        replies.register();
        reply(one, response);
    }

    private void reply(Held one, Response response) {
        reply(one, response, Address.queue(owners.current(one.request().replyTo())));
    }

    private TaskInvoker.Result invoke(Held one) {
        Request request = one.request();
        Task task;
        try {
            task = registry.create(request.taskType(), request.version())
                    .named(request.name().atom());
        } catch (RuntimeException | Error e) {
            return new TaskInvoker.Result(null, Failure.of(e));
        }
        return one.signal().during(task.isInterruptible(), () -> invoke(one, task));
    }

    private TaskInvoker.Result invoke(Held one, Task task) {
        Request request = one.request();
        TaskContext context = new TaskContext(request.name(), one.runId(), worker, told.of(one), one.signal());
        return TaskInvoker.invoke(
                task,
                request.name().action(),
                request.arguments(),
                previous(request.previous()),
                new FlowFailures(request.failures()),
                context);
    }

    /** Puts a request aside that was started too often; it has failed once it is with the dead letters. */
    void putAside(Held one, List<Start> starts) {
        PoisonException reason = new PoisonException(one.request().name() + " was started " + starts.size()
                + " times, by " + starts.stream().map(Start::worker).distinct().collect(Collectors.joining(", "))
                + ", and no run came to an end; it is put aside in the dead letters. See what it does to its workers,"
                + " then run the flow again");
        replies.register();
        bury(one, reason, Map.of(WireMessage.DEAD_STARTS, Values.write(starts).json()));
    }

    private void bury(Held one, PoisonException reason, Map<String, Object> headers) {
        one.delivery().bury(String.valueOf(reason.getMessage()), headers).whenComplete((done, error) -> {
            if (error == null) {
                reply(one, failure(one, Failure.of(reason)));
            } else if (error instanceof ProxyClosedException) {
                replies.arriveAndDeregister();
            } else {
                LOG.warn(
                        "{} cannot be put aside yet; tries again: {}",
                        one.request().name(),
                        error.getMessage());
                later.accept(() -> bury(one, reason, headers));
            }
        });
    }

    private static Outcome<Value> previous(io.windlass.proxy.@Nullable Outcome outcome) {
        if (outcome == null) {
            return new Outcome.Unknown<>();
        }
        return outcome.success()
                ? new Outcome.Succeeded<>(outcome.payload())
                : new Outcome.Failed<>(Failures.read(outcome.payload()));
    }

    private Response failure(Held one, Failure failure) {
        return new Response(one.request().name(), one.runId(), worker, false, Failures.write(failure));
    }

    private void reply(Held one, Response response, Address address) {
        proxy.publish(address, response).whenComplete((done, error) -> {
            if (error == null) {
                settled.accept(one);
                replies.arriveAndDeregister();
            } else {
                notSent(
                        one,
                        response,
                        address,
                        error instanceof CompletionException e && e.getCause() != null ? e.getCause() : error);
            }
        });
    }

    private void notSent(Held one, Response response, Address address, Throwable error) {
        if (error instanceof ProxyClosedException) {
            LOG.warn("{} has run, but its reply could not be sent; another worker will run it", response.name());
            replies.arriveAndDeregister();
        } else if (error instanceof InvalidFormatException && response.success()) {
            reply(one, failure(one, Failure.of(error)));
        } else if (error instanceof UnroutableException && !address.equals(ALL_ENGINES)) {
            LOG.info("The queue for the reply to {} is no more; all engines are told instead", response.name());
            reply(one, response, ALL_ENGINES);
        } else {
            LOG.warn("The reply to {} cannot be sent yet and is kept: {}", response.name(), error.getMessage());
            later.accept(() -> reply(one, response));
        }
    }

    /** What still runs is about to be interrupted, and left to other workers: from now on a failure is no outcome. */
    void abandon() {
        abandoned = true;
    }

    /** Waits until every reply is confirmed, or the time is over. */
    void awaitReplies(Duration timeout) throws InterruptedException {
        try {
            replies.awaitAdvanceInterruptibly(replies.arrive(), timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("{} replies are not confirmed; their requests go to other workers", replies.getUnarrivedParties());
        }
    }
}
