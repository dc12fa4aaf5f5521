@NullMarked
package io.windlass.persistence.directory;

import org.jspecify.annotations.NullMarked;
