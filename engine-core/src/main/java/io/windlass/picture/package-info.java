/** Drawings of a flow as it is compiled, for people: text, DOT, Mermaid, SVG. Entry: FlowPicture. */
@NullMarked
package io.windlass.picture;

import org.jspecify.annotations.NullMarked;
