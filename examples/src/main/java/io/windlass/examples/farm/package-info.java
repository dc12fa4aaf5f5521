/** A build farm, after TaskFlow's tox_conductor: reviews are built by workers that are not alike. Entry: Review. */
@NullMarked
package io.windlass.examples.farm;

import org.jspecify.annotations.NullMarked;
