/** The portable record of an exception, and the exceptions that Windlass throws. */
@NullMarked
package io.windlass.failure;

import org.jspecify.annotations.NullMarked;
