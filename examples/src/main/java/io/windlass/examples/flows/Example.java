package io.windlass.examples.flows;

import java.util.List;

/** Something to run, to look at and to copy. */
public interface Example {
    /** {@return what it is called on the command line} */
    String name();

    /** {@return what it shows, in one line} */
    String summary();

    /** {@return what is run, one after the other; new flows with each call} */
    List<Scene> scenes();

    /** {@return the same for workers; differs where a task is a lambda here, or one whose class only the worker has} */
    default List<Scene> remoteScenes() {
        return scenes();
    }

    /** {@return the workers that it needs when it is run remotely} */
    List<Post> posts();

    /**
     * Makes what its tasks need in the database, before it is run remotely; by default nothing.
     *
     * @param databaseUrl of a database that is the example's own
     */
    default void prepare(String databaseUrl) {}
}
