/** The least that broker and database need for what the product does, written by hand. */
@NullMarked
package io.windlass.bench.limit;

import org.jspecify.annotations.NullMarked;
