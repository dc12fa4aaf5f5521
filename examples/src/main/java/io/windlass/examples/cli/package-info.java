/** The command line. Entry: Main. */
@NullMarked
package io.windlass.examples.cli;

import org.jspecify.annotations.NullMarked;
