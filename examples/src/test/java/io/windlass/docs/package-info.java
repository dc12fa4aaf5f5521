/** The code that the documents show: compiled, run, and compared with what they say. */
@NullMarked
package io.windlass.docs;

import org.jspecify.annotations.NullMarked;
