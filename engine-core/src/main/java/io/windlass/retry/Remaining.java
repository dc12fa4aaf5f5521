package io.windlass.retry;

import io.windlass.failure.NotFoundException;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that a retry has not tried: each that it has tried takes one equal value away. */
final class Remaining {
    private final List<@Nullable Object> values;

    /** Of values in JSON's natural types. */
    Remaining(Collection<?> all, History history) {
        Map<@Nullable Object, Integer> tried = new HashMap<>();
        history.attempts().forEach(attempt -> tried.merge(attempt.value(Object.class), 1, Integer::sum));
        values = new ArrayList<>();
        for (Object value : all) {
            Integer left = tried.get(value);
            if (left == null || left == 0) {
                values.add(value);
            } else {
                tried.put(value, left - 1);
            }
        }
    }

    static @Nullable Object natural(@Nullable Object value) {
        return Values.read(Values.write(value), Object.class);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    @Nullable
    Object first() {
        if (values.isEmpty()) {
            throw new NotFoundException("no values are left to try; each was tried, or there were none");
        }
        return values.get(0);
    }
}
