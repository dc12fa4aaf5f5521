package io.windlass.persistence.directory;

import io.windlass.failure.InvalidFormatException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What was changed together, as one file: of each write a line that names it, then its content as it is. */
final class ChangeFile {
    private static final int LONGEST_LINE = 10_000;

    private ChangeFile() {}

    static byte[] write(List<Write> writes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Write write : writes) {
            Fields line = Fields.none().put(verb(write), write.path());
            if (write instanceof Write.Append append) {
                line.put("offset", append.offset());
            }
            byte[] content = DiskFiles.bytes(text(write));
            bytes.writeBytes(DiskFiles.bytes(line.put("bytes", content.length).line()));
            bytes.writeBytes(content);
        }
        bytes.writeBytes(DiskFiles.bytes(Fields.none().put("end", writes.size()).line()));
        return bytes.toByteArray();
    }

    private static String verb(Write write) {
        if (write instanceof Write.Put) {
            return "put";
        }
        return write instanceof Write.Append ? "append" : "delete";
    }

    private static String text(Write write) {
        if (write instanceof Write.Put put) {
            return put.text();
        }
        return write instanceof Write.Append append ? append.text() : "";
    }

    /**
     * Reads what is to be done.
     *
     * @param contents whether the contents are wanted, else they are empty
     * @throws InvalidFormatException when it is no such file
     */
    static void read(Path file, boolean contents, Consumer<Write> each) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int count = 0;
            for (Fields line = line(in); !line.has("end"); line = line(in)) {
                int length = line.integer("bytes");
                byte[] content = new byte[0];
                if (contents) {
                    content = in.readNBytes(length);
                } else {
                    in.skipNBytes(length);
                }
                if (contents && content.length < length) {
                    throw new InvalidFormatException("it ends too early");
                }
                each.accept(write(line, new String(content, StandardCharsets.UTF_8)));
                count++;
            }
            if (count == 0) {
                throw new InvalidFormatException("it has no writes");
            }
        }
    }

    private static Write write(Fields line, String text) {
        if (line.has("put")) {
            return new Write.Put(line.text("put"), text);
        }
        return line.has("append")
                ? new Write.Append(line.text("append"), line.number("offset"), text)
                : new Write.Delete(line.text("delete"));
    }

    private static Fields line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > LONGEST_LINE) {
                throw new InvalidFormatException("it ends too early");
            }
            line.write(next);
        }
        return Fields.read(line.toString(StandardCharsets.UTF_8));
    }
}
