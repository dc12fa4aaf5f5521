/** From a flow to one frozen graph that a run works on. Entry: Compiler. */
@NullMarked
package io.windlass.compiler;

import org.jspecify.annotations.NullMarked;
