/** The product as a user would set it up, for the child processes. */
@NullMarked
package io.windlass.bench.product;

import org.jspecify.annotations.NullMarked;
