/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.worker;

import org.jspecify.annotations.NullMarked;
