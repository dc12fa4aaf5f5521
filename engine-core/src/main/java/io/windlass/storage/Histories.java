package io.windlass.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.failure.Failure;
import io.windlass.failure.StorageException;
import io.windlass.retry.Attempt;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The rounds of a retry as they are stored: a list of pairs, the provided value and the failures by atom. */
final class Histories {
    private Histories() {}

    /** {@return null when there are no rounds} */
    static @Nullable Value write(List<Attempt> attempts) {
        if (attempts.isEmpty()) {
            return null;
        }
        StringJoiner rounds = new StringJoiner(",", "[", "]");
        for (Attempt attempt : attempts) {
            ObjectNode failures = Values.mapper().createObjectNode();
            attempt.failures().forEach((atom, failure) -> failures.set(atom, Failures.toTree(failure)));
            rounds.add(
                    "[" + attempt.provided().json() + "," + Values.of(failures).json() + "]");
        }
        return new Value(rounds.toString());
    }

    static List<Attempt> read(@Nullable Value stored) {
        List<Attempt> attempts = new ArrayList<>();
        if (stored != null) {
            for (JsonNode round : Values.tree(stored)) {
                if (!round.isArray() || round.size() != 2) {
                    throw new StorageException("a retry's stored history has a round that is no pair: " + round);
                }
                Map<String, Failure> failures = new LinkedHashMap<>();
                round.get(1)
                        .properties()
                        .forEach(entry -> failures.put(entry.getKey(), Failures.read(entry.getValue())));
                attempts.add(new Attempt(Values.of(round.get(0)), failures));
            }
        }
        return attempts;
    }
}
