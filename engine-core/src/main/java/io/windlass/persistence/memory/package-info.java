/** The store in memory: as strict as a database, gone with the process. Entry: MemoryPersistence. */
@NullMarked
package io.windlass.persistence.memory;

import org.jspecify.annotations.NullMarked;
