package io.windlass.engine;

import io.windlass.persistence.FlowChange;
import io.windlass.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Stores that somebody looks into. */
final class Stores {
    private Stores() {}

    /** A store that asks, for each change, whether to refuse it. */
    static Persistence watched(Persistence store, Function<FlowChange, Optional<? extends Throwable>> refusal) {
        return instead(
                store, change -> refusal.apply(change).map(error -> CompletableFuture.<Void>failedFuture(error)));
    }

    /** A store that asks, at each change, whether the process is dead; then nobody hears of the change again. */
    static Persistence dying(Persistence store, BooleanSupplier dead) {
        return instead(
                store, change -> dead.getAsBoolean() ? Optional.of(new CompletableFuture<Void>()) : Optional.empty());
    }

    /** A store that takes its time to say that it has stored a change; then runs what it was told to for that change. */
    static Persistence slow(Persistence store, Function<FlowChange, Runnable> afterwards) {
        return instead(store, change -> {
            Runnable then = afterwards.apply(change);
            return Optional.of(store.save(change).thenRunAsync(then));
        });
    }

    private static Persistence instead(
            Persistence store, Function<FlowChange, Optional<? extends CompletionStage<Void>>> saved) {
        return (Persistence) Proxy.newProxyInstance(
                Stores.class.getClassLoader(), new Class<?>[] {Persistence.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("save")) {
                        Optional<? extends CompletionStage<Void>> otherwise = saved.apply((FlowChange) arguments[0]);
                        if (otherwise.isPresent()) {
                            return otherwise.get();
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
