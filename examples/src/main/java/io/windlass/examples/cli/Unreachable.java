package io.windlass.examples.cli;

/** The broker or the database is not there, or refuses the credentials; says where, and which settings to change. */
final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
