package io.windlass.conformance;

import io.windlass.compiler.Compilation;
import java.util.BitSet;
import java.util.List;

/** Which atoms of a flow come before which, by all links together. */
final class Precedence {
    private final Compilation compilation;
    private final BitSet[] before;

    Precedence(Compilation compilation) {
        this.compilation = compilation;
        this.before = new BitSet[compilation.size()];
    }

    /** {@return the nodes before one} */
    BitSet before(int node) {
        BitSet known = before[node];
        if (known == null) {
            known = new BitSet();
            for (int predecessor : compilation.predecessors(node)) {
                known.set(predecessor);
                known.or(before(predecessor));
            }
            before[node] = known;
        }
        return known;
    }

    boolean isBefore(int one, int other) {
        return before(other).get(one);
    }

    BitSet atomsBefore(int node) {
        BitSet atoms = new BitSet();
        compilation.atoms().forEach(atoms::set);
        atoms.and(before(node));
        return atoms;
    }

    BitSet atomsAfter(int node) {
        BitSet atoms = new BitSet();
        compilation.atoms().stream().filter(atom -> isBefore(node, atom)).forEach(atoms::set);
        return atoms;
    }

    /** Whether neither comes before the other. */
    boolean independent(int one, int other) {
        return one != other && !isBefore(one, other) && !isBefore(other, one);
    }

    /** {@return the atoms that are independent of one} */
    List<Integer> independentOf(int atom) {
        return compilation.atoms().stream()
                .filter(other -> independent(atom, other))
                .toList();
    }

    /** Whether one can start only when the other can, or earlier. */
    boolean startsNoLater(int one, int other) {
        return within(atomsBefore(one), atomsBefore(other));
    }

    static boolean within(BitSet some, BitSet all) {
        BitSet rest = (BitSet) some.clone();
        rest.andNot(all);
        return rest.isEmpty();
    }
}
