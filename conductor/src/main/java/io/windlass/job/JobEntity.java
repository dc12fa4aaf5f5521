package io.windlass.job;

import java.util.Map;

/**
 * Somebody who works on a board, such as a conductor.
 *
 * @param kind such as {@code conductor}; a word of 1 to 100 letters, digits, {@code .}, {@code _}, {@code -}
 * @param name unique in its kind; 1 to {@link JobPosting#MAX_NAME} characters, no slash
 * @param metadata for people, such as host name and process id; no secrets
 */
public record JobEntity(String kind, String name, Map<String, String> metadata) {
    public JobEntity {
        if (!kind.matches("[A-Za-z0-9._-]{1,100}") || kind.startsWith(".")) {
            throw new IllegalArgumentException(
                    "'" + kind
                            + "' is no kind of entity; take 1 to 100 letters, digits, dots, underscores or dashes, no dot first");
        }
        Limits.name("the name of an entity", name);
        if (name.indexOf('/') >= 0 || name.startsWith(".")) {
            throw new IllegalArgumentException(
                    "the name of an entity, '" + name + "', has a slash, or begins with a dot; choose another");
        }
        metadata = Map.copyOf(metadata);
    }
}
