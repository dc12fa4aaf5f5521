package io.windlass.examples.volume;

/**
 * How the backend shall behave, so that there is something to see.
 *
 * @param millis how long it works on a volume
 * @param fails whether it fails at the end of that
 */
public record BackendPlan(long millis, boolean fails) {}
