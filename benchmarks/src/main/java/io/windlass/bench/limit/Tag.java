package io.windlass.bench.limit;

import java.nio.ByteBuffer;

/** What a message of the limit loop says, in eight bytes: which chain in flight it is of, and the step that it asks for. */
final class Tag {
    private Tag() {}

    static long of(int lane, int step) {
        return ((long) lane << Integer.SIZE) | step;
    }

    static int lane(long tag) {
        return (int) (tag >>> Integer.SIZE);
    }

    static int step(long tag) {
        return (int) tag;
    }

    static byte[] bytes(long tag) {
        return ByteBuffer.allocate(Long.BYTES).putLong(tag).array();
    }

    static long read(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
