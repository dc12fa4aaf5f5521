package io.windlass.conductor;

import io.windlass.job.JobEntity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** What a conductor makes known of itself. */
final class Entities {
    private Entities() {}

    static JobEntity conductor(String name) {
        String host = host();
        String pid = Long.toString(ProcessHandle.current().pid());
        return new JobEntity(Conductor.ENTITY, name + "@" + host + ":" + pid, Map.of("hostname", host, "pid", pid));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
