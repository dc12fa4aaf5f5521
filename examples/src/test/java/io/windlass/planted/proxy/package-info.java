/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.proxy;

import org.jspecify.annotations.NullMarked;
