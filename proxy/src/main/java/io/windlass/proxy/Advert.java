package io.windlass.proxy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A worker process tells what it can do.
 *
 * @param worker names the process
 * @param pool that it belongs to
 * @param controlQueue the whole name of its control queue, which is there as long as its session is
 * @param taskTypes versions by task type, each list as the worker registered them
 * @param slots how many tasks it runs at once, from 0
 * @param free how many more it could start now, at most {@code slots}
 * @param state what it is about
 */
public record Advert(
        String worker,
        String pool,
        String controlQueue,
        Map<String, List<String>> taskTypes,
        int slots,
        int free,
        WorkerState state)
        implements Message {
    public Advert {
        Checks.text(worker, "the worker");
        Checks.shortText(pool, "the pool");
        Checks.shortText(controlQueue, "the control queue");
        Map<String, List<String>> copy = new LinkedHashMap<>();
        Checks.present(taskTypes, "the task types")
                .forEach((type, versions) -> copy.put(
                        Checks.shortText(type, "a task type"), List.copyOf(Checks.present(versions, "the versions"))));
        taskTypes = Collections.unmodifiableMap(copy);
        Checks.require(free >= 0 && free <= slots, "free is " + free + "; it must be 0 to " + slots + ", the slots");
        Checks.present(state, "the worker's state");
    }
}
