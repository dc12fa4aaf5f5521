package io.windlass.bench.limit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A socket to the broker that can be told to keep what is written until many messages are together, which then go in one
 * system call instead of one for each. Thread-safe.
 */
final class Corked extends Socket {
    private static final int SIZE = 64 * 1024;

    private final Buffer buffer = new Buffer();

    /** What is written stays here while it is corked. */
    private final class Buffer extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream(SIZE);
        private boolean corked;

        @Override
        public synchronized void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            kept.write(bytes, offset, length);
        }

        @Override
        public synchronized void flush() throws IOException {
            if (!corked || kept.size() >= SIZE) {
                kept.writeTo(Corked.super.getOutputStream());
                kept.reset();
            }
        }

        synchronized void cork(boolean on) throws IOException {
            corked = on;
            flush();
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return buffer;
    }

    /** Keeps what is written from now on. */
    void cork() throws IOException {
        buffer.cork(true);
    }

    /** Sends what was kept, and what is written from now on at once. */
    void uncork() throws IOException {
        buffer.cork(false);
    }
}
