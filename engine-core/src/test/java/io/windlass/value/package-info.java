/** Tests of values as JSON. */
@NullMarked
package io.windlass.value;

import org.jspecify.annotations.NullMarked;
