/** The rules on which package may use which, each proved to fail. */
@NullMarked
package io.windlass.architecture;

import org.jspecify.annotations.NullMarked;
