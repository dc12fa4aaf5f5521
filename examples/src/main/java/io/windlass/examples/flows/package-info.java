/** Examples to run and to copy, each in a class of its own. Entries: Examples, for all of them; Example, to write one. */
@NullMarked
package io.windlass.examples.flows;

import org.jspecify.annotations.NullMarked;
