package io.windlass.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Graphs refuse exactly what closes a cycle, in whatever order links come, and know who reaches whom. */
class DagTest {
    private static final int SIZE = 40;
    /** Elements are told apart by identity. */
    private static final List<Integer> NUMBERS =
            IntStream.range(0, 2_000).boxed().toList();

    /** Who has a direct link to whom. */
    private static boolean reaches(boolean[][] links, int from, int to, int limit) {
        BitSet seen = new BitSet();
        Deque<Integer> queue = new ArrayDeque<>(List.of(from));
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (int next = 0; next < limit; next++) {
                if (links[node][next] && !seen.get(next)) {
                    seen.set(next);
                    queue.add(next);
                }
            }
        }
        return seen.get(to);
    }

    private static Dag<Integer, String> numbers(int size) {
        Dag<Integer, String> dag = new Dag<>();
        for (int i = 0; i < size; i++) {
            dag.add(NUMBERS.get(i));
        }
        return dag;
    }

    private static boolean link(Dag<Integer, String> dag, int from, int to) {
        try {
            dag.link(NUMBERS.get(from), NUMBERS.get(to), () -> from + ">" + to);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Many more links than the search for a cycle looks at before it raises levels. */
    @Property(tries = 200)
    void refusesWhatClosesACycle(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int tries) {
        Random random = new Random(seed);
        Dag<Integer, String> dag = numbers(SIZE);
        boolean[][] links = new boolean[SIZE][SIZE];
        for (int i = 0; i < tries; i++) {
            int from = random.nextInt(SIZE);
            int to = random.nextInt(SIZE);
            boolean cycle = from == to || reaches(links, to, from, SIZE);
            assertThat(link(dag, from, to)).isEqualTo(!cycle);
            links[from][to] |= !cycle;
        }
        List<Integer> order = dag.topologicalOrder();
        assertThat(order).hasSize(SIZE);
        assertThat(dag.links())
                .allSatisfy(link -> assertThat(order.indexOf(link.from())).isLessThan(order.indexOf(link.to())));
        assertReachability(dag, links, random);
    }

    private static void assertReachability(Dag<Integer, String> dag, boolean[][] links, Random random) {
        for (int i = 0; i < SIZE; i++) {
            int limit = 1 + random.nextInt(SIZE);
            int to = random.nextInt(limit);
            List<Integer> from = List.of(random.nextInt(limit), random.nextInt(limit));
            assertThat(dag.reaches(from, to, limit))
                    .isEqualTo(from.stream().anyMatch(one -> one != to && reaches(links, one, to, limit)));
            assertThat(dag.upTo(to))
                    .containsAll(from.stream()
                            .filter(one -> reaches(links, one, to, SIZE))
                            .toList())
                    .contains(to);
        }
    }

    /** A line that is linked back to front, and one from the middle outwards, and then closed. */
    @Test
    void orderOfLinksDoesNotMatter() {
        int size = NUMBERS.size();
        Dag<Integer, String> dag = numbers(size);
        for (int to = size / 2; to < size; to++) {
            assertThat(link(dag, to - 1, to)).isTrue();
            assertThat(link(dag, size - to - 1, size - to)).isTrue();
        }
        assertThat(link(dag, size - 1, 0)).isFalse();
        assertThat(link(dag, 700, 300)).isFalse();
        assertThat(dag.topologicalOrder()).isSorted();
    }

    @Test
    void aLinkThatIsThereKeepsWhatIsKnownAboutIt() {
        Dag<Integer, String> dag = numbers(3);
        assertThat(dag.link(0, 1, () -> "first")).isEqualTo("first");
        assertThat(dag.link(0, 1, () -> "second")).isEqualTo("first");
        assertThat(dag.label(0, 1)).contains("first");
        assertThat(dag.label(1, 0)).isEmpty();
        assertThatThrownBy(() -> dag.link(0, 7, () -> "to a stranger")).hasMessageContaining("7 was not added");
    }

    @Test
    void theNewestAreTakenBackWithTheirLinks() {
        Dag<Integer, String> dag = numbers(4);
        List<Integer> ends = new ArrayList<>(List.of(1, 2, 3));
        ends.forEach(to -> link(dag, 0, to));
        link(dag, 3, 1);
        dag.shrinkTo(2);
        assertThat(dag.size()).isEqualTo(2);
        assertThat(dag.contains(3)).isFalse();
        assertThat(dag.elementsFrom(1)).containsExactly(1);
        assertThat(dag.links()).containsExactly(new Dag.Link<>(0, 1, "0>1"));
        dag.add(3);
        assertThat(dag.index(3)).isEqualTo(2);
        assertThat(link(dag, 1, 3)).isTrue();
    }

    @Test
    void linksAreFoundWhereManyMeetAndNotOnceTheyAreTakenBack() {
        Dag<Integer, String> dag = numbers(100);
        int hub = 49;
        for (int other = 0; other < 99; other++) {
            if (other != hub) {
                dag.link(
                        NUMBERS.get(Math.min(other, hub)),
                        NUMBERS.get(Math.max(other, hub)),
                        () -> "to or from the hub");
                dag.link(NUMBERS.get(other), NUMBERS.get(99), () -> "to the last");
            }
        }
        assertThat(dag.label(NUMBERS.get(hub), NUMBERS.get(99))).isEmpty();
        assertThat(dag.link(NUMBERS.get(hub), NUMBERS.get(99), () -> "first")).isEqualTo("first");
        assertThat(dag.link(NUMBERS.get(hub), NUMBERS.get(99), () -> "second")).isEqualTo("first");
        assertThat(dag.links()).hasSize(98 + 98 + 1);

        dag.shrinkTo(99);
        assertThat(dag.links()).hasSize(98);
        dag.add(NUMBERS.get(99));
        for (int other = 0; other < 99; other++) {
            if (other != hub) {
                dag.link(NUMBERS.get(other), NUMBERS.get(99), () -> "again");
            }
        }
        assertThat(dag.label(NUMBERS.get(hub), NUMBERS.get(99))).isEmpty();
        assertThat(dag.label(NUMBERS.get(0), NUMBERS.get(99))).contains("again");
    }
}
