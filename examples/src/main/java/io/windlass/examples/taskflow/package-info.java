/**
 * TaskFlow's own examples, written for Windlass: each a class with a main method, to read, run and copy. Entry: Programs.
 */
@NullMarked
package io.windlass.examples.taskflow;

import org.jspecify.annotations.NullMarked;
