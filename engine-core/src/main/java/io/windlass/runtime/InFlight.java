package io.windlass.runtime;

import io.windlass.compiler.Compilation;
import io.windlass.state.RequestName;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The requests of a run that have no outcome yet: one of an atom at a time. Used by the run's loop. */
final class InFlight {
    private final Compilation graph;
    private final Backlog backlog;
    /** By node. */
    private final @Nullable RequestName[] names;

    private int size;

    /** The backlog is told how many there are. */
    InFlight(Compilation graph, Backlog backlog) {
        this.graph = graph;
        this.backlog = backlog;
        this.names = new RequestName[graph.size()];
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void put(RequestName name, int node) {
        if (names[node] == null) {
            size++;
            backlog.began(node);
        }
        names[node] = name;
    }

    /** {@return all of them} */
    List<RequestName> names() {
        return Arrays.stream(names).filter(Objects::nonNull).toList();
    }

    /** {@return the atom that has this very request in flight; null when none has} */
    @Nullable
    Integer node(RequestName name) {
        Integer node = graph.node(name.atom());
        return node != null && name.equals(names[node]) ? node : null;
    }

    /** Lets go of a request; {@return its atom, null when it was not in flight} */
    @Nullable
    Integer remove(RequestName name) {
        Integer node = node(name);
        if (node != null) {
            names[node] = null;
            size--;
            backlog.ended(node);
        }
        return node;
    }
}
