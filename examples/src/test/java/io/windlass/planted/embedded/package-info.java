/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.embedded;

import org.jspecify.annotations.NullMarked;
