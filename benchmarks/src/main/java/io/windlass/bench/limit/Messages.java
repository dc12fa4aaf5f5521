package io.windlass.bench.limit;

import java.util.Arrays;

/** Messages without objects: what each says, and the newest one's delivery tag. Not thread-safe. */
final class Messages {
    private static final int FIRST_SIZE = 256;

    private long[] values = new long[FIRST_SIZE];
    private int size;
    private long newestTag;

    void add(long value, long deliveryTag) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
        newestTag = deliveryTag;
    }

    int size() {
        return size;
    }

    long value(int index) {
        return values[index];
    }

    long newestTag() {
        return newestTag;
    }

    void clear() {
        size = 0;
    }
}
