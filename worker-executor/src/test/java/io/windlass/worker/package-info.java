/** Tests of the worker's parts. */
@NullMarked
package io.windlass.worker;

import org.jspecify.annotations.NullMarked;
