/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.remote;

import org.jspecify.annotations.NullMarked;
