package io.windlass.persistence.directory;

/** One absolute change of the files: doing it again is doing it once. Paths are relative, with slashes. */
sealed interface Write {
    /** {@return what it changes} */
    String path();

    /** Replaces a file, or makes it and its directories. */
    record Put(String path, String text) implements Write {}

    /** Makes a file end with this text from this place on. */
    record Append(String path, long offset, String text) implements Write {}

    /** Removes a file, or a directory with all that is in it; one that is not there is fine. */
    record Delete(String path) implements Write {}
}
