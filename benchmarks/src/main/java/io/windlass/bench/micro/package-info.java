/** Parts of Windlass by themselves, measured by JMH. Entry: Micro, which runs them. */
@NullMarked
package io.windlass.bench.micro;

import org.jspecify.annotations.NullMarked;
