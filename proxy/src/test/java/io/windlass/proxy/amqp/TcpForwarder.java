package io.windlass.proxy.amqp;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a client and the broker, and breaks the connection in several ways. */
final class TcpForwarder implements AutoCloseable {
    private static final int BUFFER = 16_384;

    private final URI target;
    private final ServerSocket server;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ReentrantLock answers = new ReentrantLock();
    private final ReentrantLock requests = new ReentrantLock();
    private volatile boolean refusing;

    TcpForwarder(String url) throws IOException {
        target = URI.create(url);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    /** {@return the broker's URL with this forwarder's port} */
    String url() {
        return "amqp://" + target.getRawUserInfo() + "@127.0.0.1:" + server.getLocalPort() + target.getRawPath();
    }

    /** {@return how many connections were let through so far} */
    int accepted() {
        return accepted.get();
    }

    /** Cuts all connections; new ones are let through. */
    void cut() {
        pairs.forEach(Pair::close);
        pairs.clear();
    }

    /** Cuts all connections and lets none through until told so. */
    void refuse(boolean refuse) {
        refusing = refuse;
        if (refuse) {
            cut();
        }
    }

    /** Keeps all that the broker says from its clients; {@return what lets it through again, called by the same thread} */
    Runnable holdAnswers() {
        answers.lock();
        return answers::unlock;
    }

    /** Reads no more of what clients say; {@return what lets it through again, called by the same thread} */
    Runnable holdRequests() {
        requests.lock();
        return requests::unlock;
    }

    /** Says something to a client in the broker's name. */
    void inject(int connection, byte[] frame) throws IOException {
        pairs.get(connection).inject(frame);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Pair pair = new Pair(client, new Socket(target.getHost(), target.getPort()), requests, answers);
                pairs.add(pair);
                accepted.incrementAndGet();
                pair.start();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void start(String role, Runnable task) {
        Thread thread = new Thread(task, "forwarder-" + role);
        thread.setDaemon(true);
        thread.start();
    }

    private record Pair(Socket client, Socket broker, ReentrantLock requests, ReentrantLock answers) {
        void start() {
            TcpForwarder.start("up", () -> pump(client, broker, requests));
            TcpForwarder.start("down", () -> pump(broker, client, answers));
        }

        void inject(byte[] frame) throws IOException {
            write(client, frame, frame.length);
        }

        private void pump(Socket from, Socket to, ReentrantLock held) {
            byte[] buffer = new byte[BUFFER];
            try {
                InputStream in = from.getInputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    held.lock();
                    try {
                        write(to, buffer, n);
                    } finally {
                        held.unlock();
                    }
                }
            } catch (IOException e) {
                // The other direction was cut; so is this one.
            } finally {
                close();
            }
        }

        private static void write(Socket to, byte[] bytes, int length) throws IOException {
            synchronized (to) {
                OutputStream out = to.getOutputStream();
                out.write(bytes, 0, length);
                out.flush();
            }
        }

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
