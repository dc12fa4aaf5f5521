@NullMarked
package io.windlass.storage;

import org.jspecify.annotations.NullMarked;
