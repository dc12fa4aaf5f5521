package io.windlass.runtime;

import io.windlass.compiler.Compilation;
import io.windlass.state.RequestName;
import org.jspecify.annotations.Nullable;

/** The requests of a run that have no outcome yet: one of an atom at a time. Used by the run's loop. */
final class InFlight {
    private final Compilation graph;
    /** By node. */
    private final @Nullable RequestName[] names;

    private int size;

    InFlight(Compilation graph) {
        this.graph = graph;
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
        }
        names[node] = name;
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
        }
        return node;
    }
}
