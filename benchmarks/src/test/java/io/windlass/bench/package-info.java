@NullMarked
package io.windlass.bench;

import org.jspecify.annotations.NullMarked;
