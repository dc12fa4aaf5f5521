package io.windlass.examples.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has signals handled without a JVM shutdown, during which the JVM hears no second one. The class for that, {@code
 * sun.misc.Signal}, is in every JDK but not in its API, and the compiler warns of it; hence by reflection.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /**
     * Handles a signal from now on, each time on a thread of its own. Where that cannot be had, as with {@code -Xrs}, the
     * JVM goes on to shut down on it.
     *
     * @param name such as {@code TERM}
     * @param handler gets the signal's number
     */
    static void handle(String name, IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(),
                    new Class<?>[] {handlerType},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            handler.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                            yield null;
                        }
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "handler of SIG" + name;
                    });
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            LOG.debug("SIG{} is not to be handled here; the JVM shuts down on it", name, e.getCause());
        } catch (ReflectiveOperationException e) {
            LOG.debug("This JVM does not let programs handle signals; it shuts down on SIG{}", name, e);
        }
    }
}
