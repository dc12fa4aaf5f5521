package io.windlass.compiler;

import java.util.Arrays;

/** A growing row of numbers. */
final class Ints {
    private int[] items;
    private int size;

    /** Has room for so many, at least 1, before it grows. */
    Ints(int room) {
        items = new int[room];
    }

    /** A row that begins with these. */
    static Ints of(int[] items) {
        Ints row = new Ints(Math.max(1, items.length));
        for (int item : items) {
            row.add(item);
        }
        return row;
    }

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    int get(int place) {
        return items[place];
    }

    void set(int place, int item) {
        items[place] = item;
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return items.length == size ? items : Arrays.copyOf(items, size);
    }
}
