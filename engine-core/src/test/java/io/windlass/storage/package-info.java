/** Tests of what a run knows of its flow. */
@NullMarked
package io.windlass.storage;

import org.jspecify.annotations.NullMarked;
