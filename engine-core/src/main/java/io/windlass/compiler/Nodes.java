package io.windlass.compiler;

import io.windlass.atom.Atom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of a graph that is being compiled, by number: what each is, and where it lies. */
final class Nodes {
    private static final int ROOM = 16;

    private final List<NodeKind> kinds = new ArrayList<>();
    private final List<@Nullable Atom<?>> atoms = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Ints parents = new Ints(ROOM);
    private final Ints depths = new Ints(ROOM);
    private final Ints controllers = new Ints(ROOM);
    private final Ints ends = new Ints(ROOM);
    private final List<Scopes.Order> orders = new ArrayList<>();
    private final List<Integer> listing = new ArrayList<>();

    /** Where a node lies: in which flow (-1 for none), how deep, under which controller (-1 for none). */
    record Place(int flow, int depth, int controller) {
        static final Place OUTERMOST = new Place(-1, 0, -1);

        Place inside(int begin, int retry) {
            return new Place(begin, depth + 1, retry < 0 ? controller : retry);
        }
    }

    int add(NodeKind kind, String name, @Nullable Atom<?> atom, Place place) {
        int node = kinds.size();
        kinds.add(kind);
        atoms.add(atom);
        names.add(name);
        parents.add(place.flow());
        depths.add(place.depth());
        controllers.add(place.controller());
        ends.add(node);
        orders.add(Scopes.Order.NONE);
        return node;
    }

    /** Puts an atom at the end of TaskFlow's listing: a flow's contents, then its controller. */
    void list(int node) {
        listing.add(node);
    }

    void order(int begin, Scopes.Order order) {
        orders.set(begin, order);
    }

    void end(int begin, int finish) {
        ends.set(begin, finish);
    }

    int end(int node) {
        return ends.get(node);
    }

    int size() {
        return kinds.size();
    }

    @Nullable
    Atom<?> atom(int node) {
        return atoms.get(node);
    }

    NodeKind[] kinds() {
        return kinds.toArray(new NodeKind[0]);
    }

    @Nullable
    Atom<?>[] atoms() {
        return atoms.toArray(new Atom<?>[0]);
    }

    String[] names() {
        return names.toArray(new String[0]);
    }

    int[] controllers() {
        return controllers.toArray();
    }

    List<Integer> listing() {
        return List.copyOf(listing);
    }

    Places places() {
        return new Places(parents.toArray(), depths.toArray(), ends.toArray(), orders, kinds);
    }
}
