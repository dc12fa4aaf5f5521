package io.windlass.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One PostgreSQL process on a data folder of its own, from its start to its end. */
final class PostgresServer implements AutoCloseable {
    static final String DATA = "data";
    static final String LOG = "postgresql.log";

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "max_connections", "200",
            // What goes wrong with the server; a statement that fails is the client's business.
            "log_min_messages", "log");

    private final Watchdog watchdog;
    private final String url;
    private final long pid;

    private PostgresServer(Watchdog watchdog, String url, long pid) {
        this.watchdog = watchdog;
        this.url = url;
        this.pid = pid;
    }

    /** Starts a server and returns when it has answered; a folder that it ran in is deleted when it ends. */
    static PostgresServer start(Path binaries, Account account, Path folder, String password)
            throws IOException, InterruptedException {
        var mark = "windlass-" + Secrets.mark();
        int port = freePort();
        var data = folder.resolve(DATA);
        var watchdog = Watchdog.start(
                account,
                Watchdog.Stop.INT,
                folder.resolve(LOG),
                folder.toString(),
                command(binaries, data, port, mark));
        try {
            var url =
                    "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + Template.USER + "&password=" + password;
            awaitAnswer(watchdog, url, mark);
            return new PostgresServer(watchdog, url, readPid(data));
        } catch (IOException | InterruptedException | RuntimeException e) {
            watchdog.close();
            throw e;
        }
    }

    String url() {
        return url;
    }

    long pid() {
        return pid;
    }

    @Override
    public void close() {
        watchdog.close();
        // Only if somebody killed the watchdog; otherwise the process is gone.
        ProcessHandle.of(pid).filter(PostgresServer::isPostgres).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/bin/postgres");
    }

    private static List<String> command(Path binaries, Path data, int port, String mark) {
        var command = new ArrayList<String>();
        command.add(binaries.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port), "-c", "cluster_name=" + mark));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private static void awaitAnswer(Watchdog watchdog, String url, String mark)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        SQLException refusal;
        do {
            try {
                checkMark(url, mark);
                return;
            } catch (SQLException e) {
                refusal = e;
            }
            if (watchdog.ended(PROBE_INTERVAL)) {
                throw new IOException("it ended with status " + watchdog.status() + " while starting");
            }
        } while (System.nanoTime() < deadline);
        throw new IOException("it gave no answer within " + START_TIMEOUT, refusal);
    }

    private static void checkMark(String url, String mark) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var result = statement.executeQuery("SHOW cluster_name")) {
            if (!result.next() || !mark.equals(result.getString(1))) {
                throw new IOException("another server answers on its port");
            }
        }
    }

    private static long readPid(Path data) throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
