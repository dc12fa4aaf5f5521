/** Creating a volume, after OpenStack Cinder: a record, a backend, a status, each of which can be undone. Entry: CreateVolume. */
@NullMarked
package io.windlass.examples.volume;

import org.jspecify.annotations.NullMarked;
