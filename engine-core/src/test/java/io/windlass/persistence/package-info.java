/** What every store must do, and samples to do it with. */
@NullMarked
package io.windlass.persistence;

import org.jspecify.annotations.NullMarked;
