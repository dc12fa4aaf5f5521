/** Tests of compiled graphs. */
@NullMarked
package io.windlass.compiler;

import org.jspecify.annotations.NullMarked;
