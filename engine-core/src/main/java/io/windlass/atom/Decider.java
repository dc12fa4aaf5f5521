package io.windlass.atom;

/**
 * Decides, on a link of a graph flow, whether what the link leads to shall run. Asked once all before it is done, on
 * a thread for user code, each time the flow comes there. What it throws ends the run in FAILURE, nothing undone.
 */
@FunctionalInterface
public interface Decider {
    /**
     * Decides.
     *
     * @param results what the tasks returned from which links with deciders lead to the same place
     * @return true to go on; false to skip, as far as the link's {@link DeciderDepth} says
     * @throws Exception to end the run
     */
    boolean proceed(Results results) throws Exception;
}
