/** Tests of the store in PostgreSQL, most of which break something. */
@NullMarked
package io.windlass.persistence.postgres;

import org.jspecify.annotations.NullMarked;
