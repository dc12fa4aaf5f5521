package io.windlass.examples.taskflow;

/** Text between two lines of dashes, for the parts of an example. */
final class Headline {
    private Headline() {}

    static void print(String text) {
        String line = "-".repeat(text.length());
        System.out.println(line);
        System.out.println(text);
        System.out.println(line);
    }
}
