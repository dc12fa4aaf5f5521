/** Retry controllers: what becomes of a flow one of whose tasks failed. Entry: Retry; ready-made ones beside it. */
@NullMarked
package io.windlass.retry;

import org.jspecify.annotations.NullMarked;
