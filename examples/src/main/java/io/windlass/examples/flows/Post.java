package io.windlass.examples.flows;

import java.util.List;

/**
 * A worker process that an example needs.
 *
 * @param worker its name
 * @param pool where it works
 * @param serves the wire names of the tasks that it has; it can run no others
 */
public record Post(String worker, String pool, List<String> serves) {
    public Post {
        serves = List.copyOf(serves);
    }

    /** One worker for everything. */
    static List<Post> one(String... serves) {
        return List.of(new Post("worker-1", "default", List.of(serves)));
    }
}
