/** The examples, in this process. */
@NullMarked
package io.windlass.examples.flows;

import org.jspecify.annotations.NullMarked;
