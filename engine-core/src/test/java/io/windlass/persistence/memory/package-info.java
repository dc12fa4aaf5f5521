/** Tests of the store in memory. */
@NullMarked
package io.windlass.persistence.memory;

import org.jspecify.annotations.NullMarked;
