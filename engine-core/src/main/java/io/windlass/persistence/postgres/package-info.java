/** The store in PostgreSQL: group commit, leases, migrations. Entry: PostgresPersistence. */
@NullMarked
package io.windlass.persistence.postgres;

import org.jspecify.annotations.NullMarked;
