@NullMarked
package io.windlass.examples.taskflow;

import org.jspecify.annotations.NullMarked;
