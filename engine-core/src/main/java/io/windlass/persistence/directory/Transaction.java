package io.windlass.persistence.directory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads files as they will be, and gathers what is to be written. Not thread-safe. */
final class Transaction {
    private final DiskFiles files;
    /** By path, and for what is appended by path and place; in the order in which it is to be done. */
    private final Map<String, Write> writes = new LinkedHashMap<>();

    Transaction(DiskFiles files) {
        this.files = files;
    }

    List<Write> writes() {
        return new ArrayList<>(writes.values());
    }

    void put(String path, String text) {
        write(path, new Write.Put(path, text));
    }

    /** Puts a text, or removes the file when there is none. */
    void putOrDelete(String path, String text) {
        if (text.isEmpty()) {
            delete(path);
        } else {
            put(path, text);
        }
    }

    void append(String path, long offset, String text) {
        write(path + "@" + offset, new Write.Append(path, offset, text));
    }

    void delete(String path) {
        writes.keySet().removeIf(key -> key.startsWith(path + "/"));
        write(path, new Write.Delete(path));
    }

    private void write(String key, Write write) {
        // Taken out first: it goes to the end, behind a removal that came in between.
        writes.remove(key);
        writes.put(key, write);
    }

    Optional<String> read(String path) {
        @Nullable Write write = writes.get(path);
        if (write instanceof Write.Put put) {
            return Optional.of(put.text());
        }
        return write != null || isDeleted(path) ? Optional.empty() : onDisk(path);
    }

    private Optional<String> onDisk(String path) {
        try {
            return files.read(path);
        } catch (IOException e) {
            throw files.failed("read", path, e);
        }
    }

    /** {@return the names in a directory, sorted; none when it is not there} */
    Set<String> list(String directory) {
        Set<String> names = new TreeSet<>();
        if (!isDeleted(directory + "/")) {
            try {
                names.addAll(files.list(directory));
            } catch (IOException e) {
                throw files.failed("list", directory, e);
            }
        }
        String prefix = directory + "/";
        for (Write write : writes.values()) {
            if (write.path().startsWith(prefix)) {
                String below = write.path().substring(prefix.length());
                int end = below.indexOf('/');
                if (!(write instanceof Write.Delete)) {
                    names.add(end < 0 ? below : below.substring(0, end));
                } else if (end < 0) {
                    names.remove(below);
                }
            }
        }
        return names;
    }

    private boolean isDeleted(String path) {
        for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
            if (writes.get(path.substring(0, end)) instanceof Write.Delete) {
                return true;
            }
        }
        return false;
    }
}
