/** The benchmarks' flows on DBOS. Entry: DbosMain. */
@NullMarked
package io.windlass.bench.dbos;

import org.jspecify.annotations.NullMarked;
