/**
 * What the stores without a database have in common: the rules of ownership over a few tables. Entry: TableStore, for
 * implementations of {@link io.windlass.persistence.Persistence}.
 */
@NullMarked
package io.windlass.persistence.tables;

import org.jspecify.annotations.NullMarked;
