/** The tables of legal transitions. */
@NullMarked
package io.windlass.state;

import org.jspecify.annotations.NullMarked;
