/** Tests of values. */
@NullMarked
package io.windlass.value;

import org.jspecify.annotations.NullMarked;
