package io.windlass.atom;

/**
 * A value that a body of an atom has looked up.
 *
 * @param argument the argument that it is for
 * @param symbol the name that it is looked up under
 * @param required whether the body can do without
 */
public record Need(String argument, String symbol, boolean required) {}
