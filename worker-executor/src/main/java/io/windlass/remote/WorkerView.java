package io.windlass.remote;

import java.util.List;
import java.util.Map;

/**
 * A live worker process, as its last advert says.
 *
 * @param name of the process
 * @param pool where it works
 * @param taskTypes the versions that it serves of each task type
 * @param slots how many tasks it runs at once
 * @param free how many more it could start when it sent the advert
 * @param draining whether it takes nothing new
 */
public record WorkerView(
        String name, String pool, Map<String, List<String>> taskTypes, int slots, int free, boolean draining) {}
