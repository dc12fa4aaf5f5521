package io.windlass.proxy;

import io.windlass.value.Failures;
import io.windlass.value.Value;

/**
 * How an atom's execution ended, as its revert is told.
 *
 * @param success whether it returned
 * @param payload what it returned, or the failure dictionary; checked
 */
public record Outcome(boolean success, Value payload) {
    public Outcome {
        Checks.present(payload, "the outcome's payload");
        if (!success) {
            Failures.read(payload);
        }
    }

    /** {@return the outcome of an execution that returned the value} */
    public static Outcome succeeded(Value value) {
        return new Outcome(true, value);
    }

    /**
     * {@return the outcome of an execution that failed}
     *
     * @throws io.windlass.failure.InvalidFormatException when the value is no failure dictionary
     */
    public static Outcome failed(Value failure) {
        return new Outcome(false, failure);
    }
}
