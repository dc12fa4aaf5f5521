/** The public way in. Entry: Engine. */
@NullMarked
package io.windlass.engine;

import org.jspecify.annotations.NullMarked;
