package io.windlass.examples.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network between clients and a broker that can stop forwarding without closing anything. Thread-safe. */
final class Relay implements AutoCloseable {
    private static final int BUFFER = 16_384;
    private static final int BACKLOG = 50;

    private final URI target;
    private final ServerSocket server;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private boolean stalled;

    /** A relay to the broker of that URL. */
    Relay(String url) {
        target = URI.create(url);
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    /** {@return the broker's URL with this relay's port} */
    String url() {
        return "amqp://" + target.getRawUserInfo() + "@127.0.0.1:" + server.getLocalPort() + target.getRawPath();
    }

    /** Forwards nothing from now on; both sides only see that nothing comes. */
    synchronized void stall() {
        stalled = true;
    }

    /** Forwards again, also what was held up. */
    synchronized void heal() {
        stalled = false;
        notifyAll();
    }

    /** Cuts all connections, with what was held up, and lets new ones through. */
    void drop() {
        pairs.forEach(Pair::close);
        pairs.clear();
        heal();
    }

    private synchronized void awaitHealth() throws InterruptedException {
        while (stalled) {
            wait();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drop();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                accept(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void accept(Socket client) throws IOException {
        try {
            Pair pair = new Pair(client, new Socket(target.getHost(), target.getPort()));
            pairs.add(pair);
            start("up", () -> pump(pair, pair.client(), pair.broker()));
            start("down", () -> pump(pair, pair.broker(), pair.client()));
        } catch (IOException e) {
            client.close(); // the broker is away, and the client shall see that
        }
    }

    private static void start(String role, Runnable task) {
        Thread thread = new Thread(task, "relay-" + role);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Pair pair, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitHealth();
                out.write(buffer, 0, n);
                out.flush();
            }
            awaitHealth(); // an end is news too
        } catch (IOException e) {
            // The other direction was cut; so is this one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pair.close();
        }
    }

    private record Pair(Socket client, Socket broker) {
        void close() {
            for (Socket socket : List.of(client, broker)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
