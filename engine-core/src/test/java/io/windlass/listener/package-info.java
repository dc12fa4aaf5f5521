@NullMarked
package io.windlass.listener;

import org.jspecify.annotations.NullMarked;
