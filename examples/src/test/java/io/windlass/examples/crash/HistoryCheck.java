package io.windlass.examples.crash;

import io.windlass.state.AtomState;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Looks through the recorded history of all flows for what may not be. */
final class HistoryCheck {
    private static final String OUTCOMES = "SELECT flow || '/' || atom || '/' || round || '/' || attempt || ' was '"
            + " || from_state || ' and got ' || count(*) || ' outcomes: ' || string_agg(to_state, ', ')"
            + " FROM windlass.history WHERE atom IS NOT NULL AND from_state IN ('RUNNING', 'REVERTING')"
            + " AND to_state <> from_state GROUP BY flow, atom, round, attempt, from_state HAVING count(*) > 1";

    private static final String MOVES = "SELECT flow || '/' || atom AS name, from_state, to_state,"
            + " coalesce(lag(to_state) OVER (PARTITION BY flow, atom ORDER BY sequence), 'PENDING') AS before"
            + " FROM windlass.history WHERE atom IS NOT NULL";

    private final Jdbi store;

    HistoryCheck(String url) {
        this.store = Jdbi.create(url);
    }

    private record Move(String name, String before, AtomState from, AtomState to) {
        boolean isWrong() {
            return !before.equals(from.name()) || !from.taskMayBecome(to);
        }
    }

    /** {@return outcomes of an attempt beyond its first, and moves that are in no table or begin where none ended} */
    List<String> wrong() {
        return store.withHandle(handle -> {
            List<String> wrong = new ArrayList<>(
                    handle.createQuery(OUTCOMES).mapTo(String.class).list());
            handle
                    .createQuery(MOVES)
                    .map((row, context) -> new Move(
                            row.getString("name"),
                            row.getString("before"),
                            AtomState.valueOf(row.getString("from_state")),
                            AtomState.valueOf(row.getString("to_state"))))
                    .stream()
                    .filter(Move::isWrong)
                    .forEach(move -> wrong.add(move.toString()));
            return wrong;
        });
    }
}
