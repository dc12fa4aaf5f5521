package io.windlass.examples.farm;

import io.windlass.atom.TaskContext;

/** What machines of the farm say of what they do. */
final class Said {
    private Said() {}

    static void by(TaskContext context, String change, String what) {
        System.out.println(context.process() + ": " + change + " " + what);
    }

    static void test(String platform, String change, String programs, String breaksOn, TaskContext context) {
        if (platform.equals(breaksOn)) {
            throw new IllegalStateException(programs + " crashes on " + platform);
        }
        by(context, change, "tested on " + platform);
    }
}
