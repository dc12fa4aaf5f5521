package io.windlass.engine;

import io.windlass.persistence.FlowOperation;

/**
 * Who wants something done with a flow, and why: kept for good with what came of it.
 *
 * @param who a person or a program; not blank, {@value FlowOperation#LONGEST_WHO} characters at most
 * @param why such as a ticket and what was found out; not blank, {@value FlowOperation#LONGEST_WHY} characters at most
 */
public record By(String who, String why) {}
