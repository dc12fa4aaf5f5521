package io.windlass.persistence;

import java.util.UUID;

/**
 * A process that owns flows.
 *
 * @param id made when the process opened the store; never used again
 * @param epoch raised by whoever takes over from it; a write made under an older one is refused
 */
public record Owner(UUID id, long epoch) {}
