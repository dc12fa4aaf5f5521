package io.windlass.conductor;

/** Is told what a conductor does with its jobs. */
@FunctionalInterface
public interface ConductorListener {
    /**
     * Told in order for each job, about several jobs at once, on threads of the conductor's that prepare and end jobs:
     * whoever blocks holds those up. What it throws is logged and changes nothing.
     */
    void onEvent(ConductorEvent event);
}
