/** The command line: settings, commands, errors. */
@NullMarked
package io.windlass.examples.cli;

import org.jspecify.annotations.NullMarked;
