package io.windlass.persistence;

import io.windlass.state.FlowState;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is in charge of a flow.
 *
 * @param state the flow's stored state
 * @param owner empty when nobody owns it
 * @param replyQueue the owner's reply queue, when it announced one
 */
public record FlowOwnership(FlowState state, Optional<UUID> owner, Optional<String> replyQueue) {}
