package io.windlass.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * A data folder as {@code initdb} makes it, made once per unpacked PostgreSQL and account and then copied, which takes a
 * fifth of the time. Its only user is the superuser, with a random password that is kept beside it.
 */
record Template(Path data, String password) {
    static final String USER = "postgres";

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /** Makes the template unless it is there; the caller makes sure that no other process does so meanwhile. */
    static Template prepare(Path binaries, Account account, Path log) throws IOException, InterruptedException {
        var home = binaries.resolveSibling(binaries.getFileName() + "-data-" + account.uid());
        if (!Files.isDirectory(home)) {
            var unfinished = binaries.resolveSibling("initializing");
            Folders.delete(unfinished);
            initialize(Files.createDirectories(unfinished), binaries, account, log);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Template(home.resolve("data"), Files.readString(password(home)));
    }

    /** Copies the template to where a server is to run. */
    void copyTo(Path target, Account account, Path log) throws IOException, InterruptedException {
        run(account, log, List.of("cp", "-R", "-p", data.toString(), target.toString()));
    }

    private static void initialize(Path home, Path binaries, Account account, Path log)
            throws IOException, InterruptedException {
        var owned = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.writeString(Files.createFile(password(home), owned), Secrets.password());
        account.own(password(home));
        account.own(home);
        // Unsynced: a data folder that saw the machine crash is thrown away. What the server commits is synced.
        run(
                account,
                log,
                List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + home.resolve("data"),
                        "--username=" + USER,
                        "--pwfile=" + password(home),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--set=scram_iterations=1",
                        "--no-sync",
                        "--no-instructions"));
    }

    private static void run(Account account, Path log, List<String> command) throws IOException, InterruptedException {
        try (var watchdog = Watchdog.start(account, Watchdog.Stop.TERM, log, "", command)) {
            if (!watchdog.ended(TIMEOUT)) {
                throw new IOException(command.get(0) + " did not end within " + TIMEOUT);
            }
            if (watchdog.status() != 0) {
                throw new IOException(command.get(0) + " failed with status " + watchdog.status());
            }
        }
    }

    private static Path password(Path home) {
        return home.resolve("password");
    }
}
