package io.windlass.proxy.amqp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a thread write several commands to the broker and have them go together. By itself the client sends each at once,
 * which takes a system call and wakes the broker each time. Only for connections without TLS, whose sockets are the
 * client's own. Thread-safe.
 */
final class Gathering {
    private static final Logger log = LoggerFactory.getLogger(Gathering.class);
    private static final int MOST = 64 * 1024;

    /** What the thread has written to and not sent, while it gathers. */
    private static final ThreadLocal<@Nullable List<Stream>> GATHERED = new ThreadLocal<>();

    private Gathering() {}

    /** Does something, and sends what it wrote on this thread at its end, or earlier when that is much. */
    static void during(Runnable work) {
        if (GATHERED.get() != null) {
            work.run();
            return;
        }
        List<Stream> streams = new ArrayList<>(2);
        GATHERED.set(streams);
        try {
            work.run();
        } finally {
            GATHERED.remove();
            streams.forEach(Stream::sendOrClose);
        }
    }

    /** {@return what makes the sockets that this works for} */
    static SocketFactory sockets() {
        return new Sockets();
    }

    /** The client connects them itself. */
    private static final class Sockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new GatheringSocket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class GatheringSocket extends Socket {
        private @Nullable Stream stream;

        @Override
        public synchronized OutputStream getOutputStream() throws IOException {
            if (stream == null) {
                stream = new Stream(this, super.getOutputStream());
            }
            return stream;
        }
    }

    /** Keeps back what the thread that gathers flushes; a flush of any other thread sends that too. */
    private static final class Stream extends OutputStream {
        private final Socket socket;
        private final OutputStream out;
        private final byte[] kept = new byte[MOST];
        private int count;

        Stream(Socket socket, OutputStream out) {
            this.socket = socket;
            this.out = out;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > MOST - count) {
                send();
            }
            if (length > MOST) {
                out.write(bytes, offset, length);
            } else {
                System.arraycopy(bytes, offset, kept, count, length);
                count += length;
            }
        }

        @Override
        public void flush() throws IOException {
            List<Stream> mine = GATHERED.get();
            if (mine == null) {
                send();
            } else if (!mine.contains(this)) {
                mine.add(this);
            }
        }

        private synchronized void send() throws IOException {
            int length = count;
            count = 0;
            if (length > 0) {
                out.write(kept, 0, length);
            }
        }

        /** Whoever wrote it does not look any more; it learns of the loss when the connection ends. */
        private void sendOrClose() {
            try {
                send();
            } catch (IOException e) {
                log.debug("the connection is lost: {}", AmqpErrors.text(e));
                try {
                    socket.close();
                } catch (IOException again) {
                    log.debug("the socket was closed already: {}", AmqpErrors.text(again));
                }
            }
        }
    }
}
