package io.windlass.conductor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Stands between a conductor and a board or a store, and may do something else than is asked. */
@FunctionalInterface
interface Meddler {
    /** The call as it was meant. */
    @FunctionalInterface
    interface Call {
        @Nullable
        Object make() throws Throwable;
    }

    /** {@return what the call returns} */
    @Nullable
    Object meddle(String method, Call call) throws Throwable;

    /** {@return the other one, meddled with} */
    static <T> T with(Class<T> port, T real, Meddler meddler) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, args) -> meddler.meddle(method.getName(), () -> call(real, method, args))));
    }

    private static @Nullable Object call(Object real, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
