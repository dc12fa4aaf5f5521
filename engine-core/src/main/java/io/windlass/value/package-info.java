/** Values as they are stored and sent: JSON text, read afresh by each consumer. */
@NullMarked
package io.windlass.value;

import org.jspecify.annotations.NullMarked;
