/** Tests of the pictures. */
@NullMarked
package io.windlass.picture;

import org.jspecify.annotations.NullMarked;
