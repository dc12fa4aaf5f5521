/** What a run knows of its flow: states, values and failures, kept in memory and recorded through the persistence port. Entry: FlowStorage. */
@NullMarked
package io.windlass.storage;

import org.jspecify.annotations.NullMarked;
