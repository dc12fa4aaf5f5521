package io.windlass.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whom PostgreSQL runs as. It refuses to run as root; root therefore hides in a user namespace, where it looks like
 * nobody and still owns its files, or becomes nobody in earnest.
 *
 * @param prefix what comes before a command so that it runs as this account
 * @param uid who owns the files, seen from outside
 */
record Account(List<String> prefix, int uid) {
    /** Root in a user namespace, which looks like nobody from inside. */
    static final Account HIDDEN_ROOT = new Account(List.of("unshare", "-U"), 0);

    static final Account NOBODY =
            new Account(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), 65534);

    /** The accounts that root can try, the most convenient first. */
    static final List<Account> INSTEAD_OF_ROOT = List.of(HIDDEN_ROOT, NOBODY);

    private static final int ROOT = 0;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(30);
    private static final String PROBE = "test \"$(id -u)\" != 0 && test -x \"$1\" && test -w \"$2\"";

    /**
     * Who this process is or, for root, the first candidate that can run this program and write to this folder.
     *
     * @param folder empty, and owned by that account afterwards
     */
    static Account choose(List<Account> candidates, Path program, Path folder)
            throws IOException, InterruptedException {
        int self = uidOf(folder);
        if (self != ROOT) {
            return new Account(List.of(), self);
        }
        for (var candidate : candidates) {
            candidate.own(folder);
            if (candidate.canUse(program, folder)) {
                return candidate;
            }
        }
        throw new EmbeddedException("PostgreSQL refuses to run as root, and neither a user namespace (unshare -U) nor"
                + " the user nobody (setpriv) can use " + folder + ": run as an ordinary user, or set"
                + " WINDLASS_DATABASE_URL to a database of your own.");
    }

    /** Gives this account a file or an empty folder. */
    void own(Path path) throws IOException {
        if (uidOf(path) != uid) {
            Files.setAttribute(path, "unix:uid", uid);
        }
    }

    private boolean canUse(Path program, Path folder) throws InterruptedException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("sh", "-c", PROBE, "sh", program.toString(), folder.toString()));
        try {
            var probe = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return probe.waitFor(PROBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS) && probe.exitValue() == 0;
            } finally {
                probe.destroyForcibly();
            }
        } catch (IOException e) {
            return false; // The program that changes the account is not installed.
        }
    }

    private static int uidOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
