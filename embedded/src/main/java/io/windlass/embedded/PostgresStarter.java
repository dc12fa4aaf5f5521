package io.windlass.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The steps of one start: programs, account, data, server. What fails is told with the end of the log, as the folder
 * with the log is deleted.
 *
 * @param cache keeps programs and template from start to start
 * @param run the new folder of this start
 * @param accounts whom the server may run as if this process is root
 */
record PostgresStarter(Path cache, Path run, List<Account> accounts) {
    private static final int TOLD_LINES = 5;
    private static final String PORT_TAKEN = "could not create any TCP/IP sockets";

    PostgresServer start() throws IOException, InterruptedException {
        var log = run.resolve(PostgresServer.LOG);
        try {
            return steps(log);
        } catch (IOException e) {
            var told = e.getMessage() + tail(log);
            throw told.contains(PORT_TAKEN) ? new PortTakenException(told, e) : new IOException(told, e);
        }
    }

    private PostgresServer steps(Path log) throws IOException, InterruptedException {
        Path binaries;
        Account account;
        Template template;
        try (var only = FolderLock.take(cache)) {
            binaries = Binaries.unpack(only.folder());
            account = Account.choose(accounts, binaries.resolve("bin/postgres"), run);
            template = Template.prepare(binaries, account, log);
        }
        template.copyTo(run.resolve(PostgresServer.DATA), account, log);
        return PostgresServer.start(binaries, account, run, template.password());
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        List<String> lines =
                Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        var last = lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size());
        return last.isEmpty() ? "" : "; its log ends with: " + String.join(" | ", last);
    }
}
