/** A board in the database of the store, under the store's lease. Entry: PostgresJobboard. */
@NullMarked
package io.windlass.job.postgres;

import org.jspecify.annotations.NullMarked;
