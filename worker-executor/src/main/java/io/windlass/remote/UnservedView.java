package io.windlass.remote;

import java.time.Duration;

/**
 * Requests of one task type and compatibility line that wait because no live worker serves them.
 *
 * @param taskType what they ask for
 * @param line its major version
 * @param requests how many of this process wait so
 * @param longest since when the first of them does
 * @param reason what is wanted and what the live workers offer instead, for people
 */
public record UnservedView(String taskType, int line, int requests, Duration longest, String reason) {}
