package io.windlass.engine;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Inputs;
import io.windlass.retry.Attempt;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A controller that answers as it is told and tells what it is asked: {@code r begins 1}, {@code r is asked [a]} with
 * the atoms that failed in the newest round, {@code -r after 1} when it is reverted, with the number of its rounds.
 */
final class ScriptedRetry extends Retry {
    /** What it was shown each time. */
    final List<History> shown = new CopyOnWriteArrayList<>();

    private final List<String> calls;
    private final Deque<Decision> answers;

    ScriptedRetry(List<String> calls, Decision... answers) {
        this.calls = calls;
        this.answers = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public Object execute(History history, Inputs given) {
        shown.add(history);
        int round = history.size() + 1;
        calls.add(name() + " begins " + round);
        return round;
    }

    @Override
    public Decision onFailure(History history, Inputs given) {
        shown.add(history);
        Set<String> failed = history.size() == 0
                ? Set.of()
                : history.attempts().get(history.size() - 1).failures().keySet();
        calls.add(name() + " is asked " + failed);
        return answers.size() > 1 ? answers.remove() : answers.element();
    }

    @Override
    public void revert(History history, Inputs given, FlowFailures failures) {
        shown.add(history);
        calls.add("-" + name() + " after " + history.size());
    }

    /** {@return how many failures each question showed, by round} */
    List<List<Integer>> failuresShown() {
        return shown.stream()
                .map(history -> history.attempts().stream()
                        .map(Attempt::failures)
                        .map(Map::size)
                        .toList())
                .toList();
    }
}
