package io.windlass.job.zookeeper;

import io.windlass.failure.InvalidFormatException;
import io.windlass.job.BookReference;
import io.windlass.job.JobPosting;
import io.windlass.job.JobPriority;
import io.windlass.job.Order;
import io.windlass.job.Release;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import io.windlass.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** What a job's node has: TaskFlow's posting, and what Windlass adds to it. */
final class JobNode {
    /** What is added when an operator takes the claim away. */
    private static final String RELEASED = "released";

    private JobNode() {}

    static byte[] write(JobPosting posting) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("uuid", text(posting.id()));
        fields.put("name", text(posting.name()));
        fields.put("priority", text(posting.priority()));
        fields.put("details", new Value(ValueMaps.write(posting.details())));
        @Nullable BookReference book = posting.book();
        if (book != null) {
            fields.put(
                    "book",
                    Values.write(Map.of("name", book.name(), "uuid", book.id().toString())));
        }
        putText(fields, "not_before", posting.notBefore());
        putText(fields, "deadline", posting.deadline());
        putText(fields, "idempotency_key", posting.idempotencyKey());
        return bytes(ValueMaps.write(fields));
    }

    static void putText(Map<String, Value> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, text(value));
        }
    }

    private static Value text(Object value) {
        return Values.write(value.toString());
    }

    /** @throws InvalidFormatException when it is no posting */
    static JobPosting read(byte[] data) {
        Map<String, Value> fields = ValueMaps.read(string(data));
        try {
            return new JobPosting(
                    UUID.fromString(required(fields, "uuid")),
                    required(fields, "name"),
                    fields.containsKey("priority") ? JobPriority.of(required(fields, "priority")) : JobPriority.NORMAL,
                    book(fields),
                    fields.containsKey("details")
                            ? ValueMaps.read(
                                    fields.getOrDefault("details", Value.NULL).json())
                            : Map.of(),
                    time(fields, "not_before"),
                    time(fields, "deadline"),
                    text(fields, "idempotency_key"));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new InvalidFormatException("it is no posting of a job: " + e.getMessage(), e);
        }
    }

    /** {@return the node with how the claim was taken away last; nothing else is written to it after it was posted} */
    static byte[] with(byte[] data, String from, Order order) {
        Map<String, Value> fields = new LinkedHashMap<>(ValueMaps.read(string(data)));
        Map<String, Value> released = new LinkedHashMap<>();
        putText(released, "from", from);
        putText(released, "by", order.by());
        putText(released, "why", order.why());
        fields.put(RELEASED, new Value(ValueMaps.write(released)));
        return bytes(ValueMaps.write(fields));
    }

    /** {@return how the claim was taken away last, which is when the node was written last} */
    static Optional<Release> released(byte[] data, Stat stat) {
        @Nullable Value released = ValueMaps.read(string(data)).get(RELEASED);
        if (released == null) {
            return Optional.empty();
        }
        Map<String, Value> parts = ValueMaps.read(released.json());
        Order order = new Order(required(parts, "by"), required(parts, "why"));
        return Optional.of(new Release(Instant.ofEpochMilli(stat.getMtime()), required(parts, "from"), order));
    }

    private static @Nullable BookReference book(Map<String, Value> fields) {
        @Nullable Value book = fields.get("book");
        if (book == null || book.equals(Value.NULL)) {
            return null;
        }
        Map<String, Value> parts = ValueMaps.read(book.json());
        return new BookReference(UUID.fromString(required(parts, "uuid")), required(parts, "name"));
    }

    static @Nullable Instant time(Map<String, Value> fields, String name) {
        @Nullable String time = text(fields, name);
        return time == null ? null : Instant.parse(time);
    }

    static String required(Map<String, Value> fields, String name) {
        @Nullable String text = text(fields, name);
        if (text == null) {
            throw new InvalidFormatException("its field '" + name + "' is missing");
        }
        return text;
    }

    static @Nullable String text(Map<String, Value> fields, String name) {
        @Nullable Value value = fields.get(name);
        return value == null ? null : (String) Values.read(value, String.class);
    }

    static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static String string(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
