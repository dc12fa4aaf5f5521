package io.windlass.examples.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** What a process is called unless it is told. */
final class ProcessName {
    private static final int LONGEST_HOST = 60;
    private static final String NO_HOST = "host";

    private ProcessName() {}

    /** {@return host name and process id} */
    static String ofThisProcess() {
        return of(host(), ProcessHandle.current().pid());
    }

    /** {@return a name that brokers and stores take: letters, digits and dashes} */
    static String of(String host, long pid) {
        String legal =
                host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String cut = legal.substring(0, Math.min(LONGEST_HOST, legal.length()));
        return (cut.isEmpty() ? NO_HOST : cut) + "-" + pid;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return NO_HOST; // a host that does not know itself; the process id tells processes apart
        }
    }
}
