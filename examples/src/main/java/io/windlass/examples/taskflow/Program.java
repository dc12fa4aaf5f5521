package io.windlass.examples.taskflow;

/**
 * An example that prints what it does on standard output.
 *
 * @param name what it is called on the command line
 * @param shows what it shows, in one line
 * @param needsDatabase whether its first argument is the JDBC URL of a PostgreSQL database that is its own
 * @param main runs it
 */
public record Program(String name, String shows, boolean needsDatabase, Main main) {
    /** The main method of an example. */
    @FunctionalInterface
    public interface Main {
        /**
         * Runs it to its end.
         *
         * @throws Exception when it is broken
         */
        void run(String... arguments) throws Exception;
    }

    static Program of(String name, String shows, Main main) {
        return new Program(name, shows, false, main);
    }

    static Program onDatabase(String name, String shows, Main main) {
        return new Program(name, shows, true, main);
    }
}
