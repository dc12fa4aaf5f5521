package io.windlass.persistence.postgres;

import io.windlass.persistence.Orphan;

/**
 * An orphan as people want to see it.
 *
 * @param orphan itself, with what its run returned
 * @param flowName of its flow
 */
public record OrphanDetails(Orphan orphan, String flowName) {}
