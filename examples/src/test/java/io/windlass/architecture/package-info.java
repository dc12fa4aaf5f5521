/** How the modules may see each other. */
@NullMarked
package io.windlass.architecture;

import org.jspecify.annotations.NullMarked;
