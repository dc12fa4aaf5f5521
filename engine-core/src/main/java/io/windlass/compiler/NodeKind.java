package io.windlass.compiler;

/** What a node of a compiled graph stands for. */
public enum NodeKind {
    TASK,
    RETRY,
    /** Where a flow begins; nothing runs there. */
    FLOW,
    /** Where a flow ends; nothing runs there. */
    FLOW_END;

    /** {@return whether something runs at such a node, so that it has a state} */
    public boolean isAtom() {
        return this == TASK || this == RETRY;
    }
}
