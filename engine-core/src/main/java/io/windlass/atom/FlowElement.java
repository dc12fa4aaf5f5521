package io.windlass.atom;

import java.util.Set;

/** What a flow is made of: a task, or another flow. */
public interface FlowElement {
    /** {@return its name; tasks have unique names in the whole flow, flows need not} */
    String name();

    /** {@return the names that it needs from outside} */
    Set<String> requires();

    /** {@return the names that it makes available to what comes after it} */
    Set<String> provides();
}
