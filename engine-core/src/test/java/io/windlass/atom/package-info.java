/** Tests of what runs in a flow. */
@org.jspecify.annotations.NullMarked
package io.windlass.atom;
