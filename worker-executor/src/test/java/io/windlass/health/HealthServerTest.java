package io.windlass.health;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What it does with clients, whatever it tells. */
@Timeout(120)
class HealthServerTest {
    private static final String GOOD = "200 {\"status\":\"ok\",\"problems\":[]}";

    @Test
    void itTellsWhatIsWrongAsJson() throws Exception {
        Health ill = Health.GOOD.brokenIf(true, "a \"bad\" one").unreadyIf(true, "later");
        try (HealthServer server = HealthServer.start(0, () -> ill)) {
            Client client = new Client(server);
            assertThat(client.get("/health"))
                    .isEqualTo("503 {\"status\":\"unavailable\",\"problems\":[\"a \\\"bad\\\" one\"]}");
            assertThat(client.get("/ready"))
                    .isEqualTo("503 {\"status\":\"unavailable\",\"problems\":[\"a \\\"bad\\\" one\",\"later\"]}");
            assertThat(client.send("GET", "/health", "").headers().firstValue("content-type"))
                    .contains("application/json");
        }
    }

    @Test
    void itIsReachedFromThisMachineOnlyUnlessAnAddressIsGiven() {
        try (HealthServer server = HealthServer.start(0, () -> Health.GOOD);
                HealthServer open = HealthServer.start(new InetSocketAddress(0), () -> Health.GOOD)) {
            assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(open.address().getAddress().isAnyLocalAddress()).isTrue();
            int taken = server.address().getPort();
            assertThatThrownBy(() -> HealthServer.start(taken, () -> Health.GOOD))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(Integer.toString(taken));
        }
    }

    @Test
    void itServesNothingElse() throws Exception {
        try (HealthServer server = HealthServer.start(0, () -> Health.GOOD)) {
            Client client = new Client(server);
            assertThat(client.get("/health?verbose")).isEqualTo(GOOD);
            assertThat(client.send("HEAD", "/ready", "").statusCode()).isEqualTo(200);
            assertThat(client.get("/healthy")).isEqualTo("404 ");
            assertThat(client.get("/")).isEqualTo("404 ");
            assertThat(client.send("POST", "/health", "x".repeat(100_000)).statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void aCheckThatFailsIsAProblem() throws Exception {
        try (HealthServer server = HealthServer.start(0, () -> {
            throw new IllegalStateException("cannot tell");
        })) {
            assertThat(new Client(server).get("/health")).startsWith("503 ").contains("the check failed");
        }
    }

    @Test
    void slowClientsAreCutOffAndHoldUpNobody() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        List<Socket> slow = new ArrayList<>();
        try (HealthServer server = HealthServer.start(any, () -> Health.GOOD, Duration.ofMillis(100))) {
            for (int i = 0; i < 60; i++) {
                Socket socket = connect(server.address().getPort());
                slow.add(socket);
                socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost:".getBytes(US_ASCII));
            }
            for (Socket socket : slow) {
                assertThat(isCutOff(socket)).isTrue();
            }
            assertThat(new Client(server).get("/health")).isEqualTo(GOOD);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static boolean isCutOff(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void closingLeavesNoThreadAndNoPort() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        HealthServer server = HealthServer.start(0, () -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Health.GOOD;
        });
        int port = server.address().getPort();
        try (Socket hanging = connect(port)) {
            hanging.getOutputStream().write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
            asked.await();
            server.close();
            server.close();
            assertThat(isCutOff(hanging)).isTrue();
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("windlass-health")));
        assertThatThrownBy(() -> connect(port).close()).isInstanceOf(IOException.class);
    }
}
