package io.windlass.examples.farm;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;

/** Tests the change. That takes a machine with Linux. */
@TaskType("farm.test-on-linux")
public final class TestOnLinux extends Task {
    /**
     * Runs the tests.
     *
     * @throws IllegalStateException when the change breaks there
     */
    public void execute(String change, String programs, String breaksOn, TaskContext context) {
        Said.test("linux", change, programs, breaksOn, context);
    }
}
