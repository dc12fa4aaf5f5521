/** Tests of tasks and their inputs. */
@NullMarked
package io.windlass.atom;

import org.jspecify.annotations.NullMarked;
