package io.windlass.examples.volume;

/**
 * What is known of a volume.
 *
 * @param id of the volume
 * @param sizeGb in gibibytes
 */
public record VolumeRecord(String id, int sizeGb) {}
