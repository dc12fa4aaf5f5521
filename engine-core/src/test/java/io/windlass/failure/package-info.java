/** Tests of failures and exceptions. */
@NullMarked
package io.windlass.failure;

import org.jspecify.annotations.NullMarked;
