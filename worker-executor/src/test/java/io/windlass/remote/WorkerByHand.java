package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.proxy.Address;
import io.windlass.proxy.Advert;
import io.windlass.proxy.Ask;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Grant;
import io.windlass.proxy.Heartbeat;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Response;
import io.windlass.proxy.Running;
import io.windlass.proxy.Verdict;
import io.windlass.proxy.WorkerState;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A worker that asks and tells what a test wants, and runs nothing. It takes requests of one queue. */
final class WorkerByHand {
    private final String name;
    private final String control;
    private final Proxy proxy;
    private final RequestQueue queue;
    private final BlockingQueue<Grant> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Delivery> requests = new LinkedBlockingQueue<>();

    WorkerByHand(Proxy proxy, RequestQueue queue) {
        this("polite", proxy, queue);
    }

    WorkerByHand(String name, Proxy proxy, RequestQueue queue) {
        this.name = name;
        this.control = Naming.workerControl(name);
        this.proxy = proxy;
        this.queue = queue;
        proxy.consumeControl(control, List.of(control), delivery -> {
            delivery.ack();
            if (delivery.message() instanceof Grant grant) {
                answers.add(grant);
            }
        });
        proxy.consume(proxy.declareRequestQueue(queue), 1, requests::add);
    }

    /** Says that it is there, with one slot, for the queue's tasks. */
    void advertise() {
        proxy.announce(
                Address.control("advert"),
                new Advert(
                        this.name,
                        queue.pool(),
                        "windlass.control." + control,
                        Map.of(queue.taskType(), List.of(queue.line() + ".0")),
                        1,
                        1,
                        WorkerState.RUNNING));
    }

    Request takeRequest() throws InterruptedException {
        return (Request) next(requests).message();
    }

    /** Answers that a run has succeeded. */
    void reply(Request request, String run, Value result) {
        proxy.publish(Address.queue(request.replyTo()), new Response(request.name(), run, name, true, result))
                .toCompletableFuture()
                .join();
    }

    /** Asks whether a run may start; {@return the answer} */
    Verdict ask(RequestName name, String run) throws InterruptedException {
        proxy.announce(Address.control("ask"), new Ask(name, run, this.name, true, control));
        Grant answer = next(answers);
        assertThat(answer.runId()).isEqualTo(run);
        return answer.verdict();
    }

    /** Says what it runs. */
    void tell(Running... running) {
        proxy.announce(Address.control("heartbeat"), new Heartbeat(this.name, List.of(running), List.of()));
    }

    /** {@return what the engine says next, asked or not} */
    Grant hear() throws InterruptedException {
        return next(answers);
    }

    boolean hasRequests() {
        return !requests.isEmpty();
    }

    /** Says that a run was given back before it began. */
    void giveBack(RequestName name, String run) {
        proxy.announce(
                Address.control("heartbeat"),
                new Heartbeat(this.name, List.of(), List.of(new Running(name, run, Duration.ZERO, 0, null))));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
