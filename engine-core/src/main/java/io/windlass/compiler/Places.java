package io.windlass.compiler;

import java.util.List;

/** Where the nodes of a compiled graph lie. Immutable. */
final class Places {
    private final int[] parents;
    private final int[] depths;
    private final int[] ends;
    private final Scopes.Order[] orders;
    private final NodeKind[] kinds;

    Places(int[] parents, int[] depths, int[] ends, List<Scopes.Order> orders, List<NodeKind> kinds) {
        this.parents = parents;
        this.depths = depths;
        this.ends = ends;
        this.orders = orders.toArray(new Scopes.Order[0]);
        this.kinds = kinds.toArray(new NodeKind[0]);
    }

    /** {@return the flow, by its FLOW node, that contains the node; -1 for the outermost} */
    int parent(int node) {
        return parents[node];
    }

    /** {@return how many flows the node is in} */
    int depth(int node) {
        return depths[node];
    }

    /** {@return of a FLOW node its FLOW_END, of others the node} */
    int end(int node) {
        return ends[node];
    }

    /** {@return how the children of a flow, given by its FLOW node, are ordered} */
    Scopes.Order order(int flow) {
        return orders[flow];
    }

    /** {@return whether the node is a flow's controller, which is before all its children, whatever their order} */
    boolean isRetry(int node) {
        return kinds[node] == NodeKind.RETRY;
    }

    /** {@return the number from which a flow's children count} */
    int firstChild(int flow) {
        return isRetry(flow + 1) ? flow + 2 : flow + 1;
    }
}
