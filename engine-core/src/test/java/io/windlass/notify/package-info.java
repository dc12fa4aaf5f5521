@NullMarked
package io.windlass.notify;

import org.jspecify.annotations.NullMarked;
