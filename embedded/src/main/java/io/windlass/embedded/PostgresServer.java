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

    /** While it is there, the folder stays when the server ends; watchdog.sh knows the name. */
    private static final String KEEP = "keep";

    private final Place place;
    private final Watchdog watchdog;
    private final long pid;

    /** Where a server runs, also after it was started again. */
    private record Place(Path binaries, Account account, Path folder, String password, int port) {
        String url() {
            return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + Template.USER + "&password=" + password;
        }

        PostgresServer start() throws IOException, InterruptedException {
            var mark = "windlass-" + Secrets.mark();
            var data = folder.resolve(DATA);
            var watchdog = Watchdog.start(
                    account,
                    Watchdog.Stop.INT,
                    folder.resolve(LOG),
                    folder.toString(),
                    command(binaries, data, port, mark));
            try {
                awaitAnswer(watchdog, url(), mark);
                return new PostgresServer(this, watchdog, readPid(data));
            } catch (IOException | InterruptedException | RuntimeException e) {
                watchdog.close();
                throw e;
            }
        }
    }

    private PostgresServer(Place place, Watchdog watchdog, long pid) {
        this.place = place;
        this.watchdog = watchdog;
        this.pid = pid;
    }

    /** Starts a server and returns when it has answered; a folder that it ran in is deleted when it ends. */
    static PostgresServer start(Path binaries, Account account, Path folder, String password)
            throws IOException, InterruptedException {
        return new Place(binaries, account, folder, password, freePort()).start();
    }

    /** Ends the server by a signal and starts one on the same data and port; {@return the new one, this one is over} */
    PostgresServer restart(String signal) throws IOException, InterruptedException {
        var keep = Files.createFile(place.folder().resolve(KEEP));
        try {
            new ProcessBuilder("kill", "-s", signal, Long.toString(pid)).start().waitFor();
            if (!watchdog.ended(START_TIMEOUT)) {
                throw new IOException("it did not stop within " + START_TIMEOUT);
            }
            return place.start();
        } finally {
            Files.deleteIfExists(keep);
        }
    }

    String url() {
        return place.url();
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
