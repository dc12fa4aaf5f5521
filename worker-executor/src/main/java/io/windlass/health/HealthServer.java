package io.windlass.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells over HTTP how a process is. {@code GET /health} answers 200 while the process can do its work at all, {@code
 * GET /ready} while it can do it now, else 503; the body is JSON and says what is wrong. Nothing else is served, no
 * request is read beyond its headers, and a client that takes longer than 5 s is cut off. No encryption and no
 * authentication: who can reach the port can ask. Thread-safe.
 */
public final class HealthServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int BACKLOG = 16;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final HastyThreads threads;
    private final Supplier<Health> source;

    private record Answer(
            String status,
            List<String> problems,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> remarks) {}

    private HealthServer(HttpServer server, HastyThreads threads, Supplier<Health> source) {
        this.server = server;
        this.threads = threads;
        this.source = source;
    }

    /**
     * Serves on 127.0.0.1, which only this machine can reach.
     *
     * @param port 0 for any that is free
     * @param source asked for each request, on a thread of the server's; must not block
     * @throws UncheckedIOException when the port is taken
     */
    public static HealthServer start(int port, Supplier<Health> source) {
        return start(new InetSocketAddress(loopback(), port), source);
    }

    /**
     * Serves on an address of the caller's choice.
     *
     * @param source asked for each request, on a thread of the server's; must not block
     * @throws UncheckedIOException when the address cannot be had
     */
    public static HealthServer start(InetSocketAddress address, Supplier<Health> source) {
        return start(address, source, PATIENCE);
    }

    static HealthServer start(InetSocketAddress address, Supplier<Health> source, Duration patience) {
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("the health server cannot listen on " + address + ": " + e.getMessage(), e);
        }
        HastyThreads threads = new HastyThreads("windlass-health", patience);
        HealthServer started = new HealthServer(server, threads, source);
        server.setExecutor(threads);
        server.createContext("/", started::handle);
        server.start();
        LOG.info(
                "Tells at http://{}:{}/health and /ready how this process is",
                started.address().getHostString(),
                started.address().getPort());
        return started;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return where it listens} */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Connection", "close");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(NOT_ALLOWED, -1);
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/health" -> answer(exchange, head, false);
                case "/ready" -> answer(exchange, head, true);
                default -> exchange.sendResponseHeaders(NOT_FOUND, -1);
            }
        }
    }

    private void answer(HttpExchange exchange, boolean head, boolean now) throws IOException {
        Health health = ask();
        boolean good = now ? health.isReady() : health.isAlive();
        byte[] body = json(good, now ? health.problems() : health.broken(), health.remarks());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(good ? OK : UNAVAILABLE, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private Health ask() {
        try {
            return source.get();
        } catch (RuntimeException e) {
            LOG.warn("It cannot be told how this process is; whoever asks is told that it is broken", e);
            return Health.GOOD.brokenIf(true, "the check failed; the log says why");
        }
    }

    private static byte[] json(boolean good, List<String> problems, List<String> remarks)
            throws JsonProcessingException {
        return JSON.writeValueAsBytes(new Answer(good ? "ok" : "unavailable", problems, remarks));
    }

    /** Stops listening and cuts off who still asks. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
