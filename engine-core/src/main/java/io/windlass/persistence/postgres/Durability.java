package io.windlass.persistence.postgres;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Settings of a server, a database, a role or a connection under which what was recorded may be lost. */
final class Durability {
    private static final Map<String, String> AT_RISK = Map.of(
            "fsync", "when its machine dies, data may be damaged and what was recorded lost",
            "full_page_writes", "when its machine dies, data may be damaged",
            "synchronous_commit", "when the server dies, the last of what was recorded is lost");

    private static final String SWITCHED_OFF =
            "SELECT name FROM pg_settings WHERE setting = 'off' AND name = ANY (:names) ORDER BY name";

    private Durability() {}

    /** {@return what is at risk, a sentence each, by the settings that this connection works under; empty for nothing} */
    static List<String> risks(Handle handle) {
        return handle.createQuery(SWITCHED_OFF)
                .bindArray("names", String.class, List.copyOf(AT_RISK.keySet()))
                .mapTo(String.class)
                .map(name -> "the database works with " + name + "=off: " + AT_RISK.get(name))
                .list();
    }
}
