/** Tests of conductors. */
@NullMarked
package io.windlass.conductor;

import org.jspecify.annotations.NullMarked;
