package io.windlass.atom;

/** What a decider's no skips, from the narrowest to the widest; of several the widest counts. */
public enum DeciderDepth {
    /** The one atom that the link leads to; what follows it runs. */
    ATOM,
    /** That atom and the tasks directly after it. */
    NEIGHBORS,
    /** That atom and the tasks after it in the same flow, up to nested flows and retries. */
    FLOW,
    /** That atom and all that comes after it, in all flows. */
    ALL
}
