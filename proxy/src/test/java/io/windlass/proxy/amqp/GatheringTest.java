package io.windlass.proxy.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatheringTest {
    private static final int LARGE = 200_000;

    private ServerSocket server;
    private Socket socket;
    private Socket peer;
    private OutputStream out;
    private InputStream in;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket = Gathering.sockets().createSocket();
        socket.connect(server.getLocalSocketAddress());
        peer = server.accept();
        out = socket.getOutputStream();
        in = peer.getInputStream();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
        server.close();
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(int count) throws IOException {
        return new String(in.readNBytes(count), UTF_8);
    }

    @Test
    void whatIsNotGatheredGoesAtOnce() throws IOException {
        write("a");
        assertThat(read(1)).isEqualTo("a");
    }

    @Test
    void whatIsGatheredGoesTogetherAtTheEnd() throws IOException {
        Gathering.during(() -> {
            write("a");
            Gathering.during(() -> write("b"));
            write("c");
            assertThat(available()).isZero();
        });
        assertThat(in.read(new byte[10])).isEqualTo(3);
        write("d");
        assertThat(read(1)).isEqualTo("d");
    }

    @Test
    void whatWasGatheredGoesAlsoWhenTheWorkFails() throws IOException {
        try {
            Gathering.during(() -> {
                write("a");
                throw new IllegalStateException("planted");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("planted");
        }
        assertThat(read(1)).isEqualTo("a");
    }

    /** As a heartbeat does. */
    @Test
    void anotherThreadThatFlushesSendsWhatCameBefore() throws IOException {
        Gathering.during(() -> {
            write("a");
            CompletableFuture.runAsync(() -> write("b")).join();
            await().until(() -> available() == 2);
        });
        assertThat(read(2)).isEqualTo("ab");
    }

    @Test
    void muchGoesInOrder() throws Exception {
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> Gathering.during(() -> {
            write("a".repeat(50_000));
            write("b".repeat(50_000));
            write("x".repeat(LARGE));
            write("c");
        }));
        assertThat(read(300_001)).isEqualTo("a".repeat(50_000) + "b".repeat(50_000) + "x".repeat(LARGE) + "c");
        writing.get(30, TimeUnit.SECONDS);
    }

    /** Nobody looks at what the last write brings; the reader of the connection has to notice. */
    @Test
    void whatCannotBeSentClosesTheSocket() throws IOException {
        peer.setSoLinger(true, 0);
        peer.close();
        await().until(() -> {
            Gathering.during(() -> write("a"));
            return socket.isClosed();
        });
    }

    private int available() {
        try {
            return in.available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
