/** What ./windlass demo shows. Entry: Demo. */
@NullMarked
package io.windlass.examples.demo;

import org.jspecify.annotations.NullMarked;
