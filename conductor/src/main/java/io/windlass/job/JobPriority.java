package io.windlass.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How urgent a job is, the most urgent first. */
public enum JobPriority {
    VERY_HIGH,
    HIGH,
    /** The default. */
    NORMAL,
    LOW,
    VERY_LOW;

    /**
     * {@return the priority of this name, in upper or lower case}
     *
     * @throws IllegalArgumentException when there is none; says which there are
     */
    public static JobPriority of(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(priority -> priority.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no priority '" + name + "'; there are " + Arrays.toString(values())));
    }

    /**
     * {@return the values, the most urgent first; those of one priority in the order in which they were given}
     *
     * @throws IllegalArgumentException when there is none
     */
    public static <T> List<T> reorder(List<Map.Entry<JobPriority, T>> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to put in order; give a value at least");
        }
        return values.stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }
}
