/** Tests of how bodies are run. */
@NullMarked
package io.windlass.execution;

import org.jspecify.annotations.NullMarked;
