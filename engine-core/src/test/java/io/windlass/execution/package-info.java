/** Tests of local executors. */
@NullMarked
package io.windlass.execution;

import org.jspecify.annotations.NullMarked;
