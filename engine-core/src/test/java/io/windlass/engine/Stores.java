package io.windlass.engine;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Stores that somebody looks into. */
final class Stores {
    private Stores() {}

    /** A store that asks, for each change, whether to refuse it. */
    static Persistence watched(Persistence store, Function<FlowChange, Optional<? extends Throwable>> refusal) {
        return (Persistence) Proxy.newProxyInstance(
                Stores.class.getClassLoader(), new Class<?>[] {Persistence.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("save")) {
                        Optional<? extends Throwable> refused = refusal.apply((FlowChange) arguments[0]);
                        if (refused.isPresent()) {
                            CompletionStage<Void> failed = CompletableFuture.failedFuture(refused.get());
                            return failed;
                        }
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
