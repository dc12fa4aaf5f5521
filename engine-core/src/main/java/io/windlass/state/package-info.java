/** States, intentions and the tables of legal transitions. The bottom layer: depends on nothing. */
@NullMarked
package io.windlass.state;

import org.jspecify.annotations.NullMarked;
