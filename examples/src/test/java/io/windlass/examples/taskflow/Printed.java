package io.windlass.examples.taskflow;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an example prints on standard output. */
final class Printed {
    private Printed() {}

    /** Runs the example of that name; tests of one JVM run one after the other, so nobody else prints meanwhile. */
    static List<String> by(String name, String... arguments) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            Programs.named(name).orElseThrow().main().run(arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
