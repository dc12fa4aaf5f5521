package io.windlass.job;

import io.windlass.persistence.LogBook;
import io.windlass.state.FlowIds;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import io.windlass.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is posted of a job; it never changes. {@code JobPosting.named("resize").with("volume", "v-1").priority(HIGH)}.
 * Immutable; each method that changes something returns another posting of the same job.
 *
 * @param id made by whoever posts it; posting the same id twice makes one job
 * @param name for people and for whoever works on it, not unique; 1 to {@link #MAX_NAME} characters
 * @param priority decides who is claimed first
 * @param book the log book that it is about; null when there is none
 * @param details a JSON object of at most {@link #MAX_DETAILS} bytes, which logs never show
 * @param notBefore when it may be claimed, by the board's clock, in microseconds; null for at once
 * @param deadline by when it should be done; null when it does not matter. The board keeps it and does no more: whoever
 *     claims the job judges
 * @param idempotencyKey posting another job of the same key to the same board, while this one is there and for a day
 *     after it was posted, makes none: {@link Jobboard#post} returns this one. 1 to {@link #MAX_NAME} characters, null
 *     for none
 */
public record JobPosting(
        UUID id,
        String name,
        JobPriority priority,
        @Nullable BookReference book,
        Map<String, Value> details,
        @Nullable Instant notBefore,
        @Nullable Instant deadline,
        @Nullable String idempotencyKey) {
    /** The longest name, in characters. */
    public static final int MAX_NAME = 255;

    /** The longest details, in bytes of JSON. */
    public static final int MAX_DETAILS = 256 * 1024;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    public JobPosting {
        Limits.name("the name of a job", name);
        if (idempotencyKey != null) {
            Limits.name("the idempotency key of job '" + name + "'", idempotencyKey);
        }
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        checkDetails(name, details);
        notBefore = time("not-before time", name, notBefore);
        deadline = time("deadline", name, deadline);
        if (notBefore != null && deadline != null && deadline.isBefore(notBefore)) {
            throw new IllegalArgumentException("job '" + name + "' is not to be done before " + notBefore
                    + ", which is after its deadline " + deadline + "; change one of them");
        }
    }

    private static void checkDetails(String name, Map<String, Value> details) {
        details.values().forEach(Values::check);
        String json = ValueMaps.write(details);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            throw new IllegalArgumentException("the details of job '" + name + "' have half a surrogate pair");
        }
        int size = json.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_DETAILS) {
            throw new IllegalArgumentException("the details of job '" + name + "' have " + size
                    + " bytes of JSON; at most " + MAX_DETAILS + " are posted: keep the rest in the log book");
        }
    }

    private static @Nullable Instant time(String what, String name, @Nullable Instant time) {
        if (time == null) {
            return null;
        }
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "the " + what + " of job '" + name + "' is " + time + "; it must be in the years 1970 to 9999");
        }
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /** {@return a new job of normal priority and without details, with an id of its own} */
    public static JobPosting named(String name) {
        return new JobPosting(FlowIds.next(), name, JobPriority.NORMAL, null, Map.of(), null, null, null);
    }

    /** {@return the same job under another id} */
    public JobPosting withId(UUID other) {
        return new JobPosting(other, name, priority, book, details, notBefore, deadline, idempotencyKey);
    }

    /** {@return the same job with another priority} */
    public JobPosting priority(JobPriority other) {
        return new JobPosting(id, name, other, book, details, notBefore, deadline, idempotencyKey);
    }

    /** {@return the same job about this log book} */
    public JobPosting about(LogBook other) {
        return new JobPosting(
                id, name, priority, BookReference.to(other), details, notBefore, deadline, idempotencyKey);
    }

    /**
     * {@return the same job with one more detail, or another value of it}
     *
     * @param value is written as JSON; null is allowed
     * @throws io.windlass.failure.InvalidFormatException when it cannot be written
     */
    public JobPosting with(String detail, @Nullable Object value) {
        Map<String, Value> more = new LinkedHashMap<>(details);
        more.put(detail, Values.write(value));
        return new JobPosting(id, name, priority, book, more, notBefore, deadline, idempotencyKey);
    }

    /** {@return the same job, not to be claimed before this time} */
    public JobPosting notBefore(Instant time) {
        return new JobPosting(id, name, priority, book, details, time, deadline, idempotencyKey);
    }

    /** {@return the same job, to be done by this time} */
    public JobPosting deadline(Instant time) {
        return new JobPosting(id, name, priority, book, details, notBefore, time, idempotencyKey);
    }

    /** {@return the same job with a key that makes posting twice post once} */
    public JobPosting idempotencyKey(String key) {
        return new JobPosting(id, name, priority, book, details, notBefore, deadline, key);
    }

    /** Without the details, which are users' values. */
    @Override
    public String toString() {
        return "job '" + name + "' (" + id + ")";
    }
}
