package io.windlass.atom;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.windlass.failure.DefinitionException;
import io.windlass.value.Values;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the bodies of a task class, once for each class, and calls them through method handles. */
final class Reflection {
    private static final ClassValue<Signature> SIGNATURES = new ClassValue<>() {
        @Override
        protected Signature computeValue(Class<?> type) {
            return find(type);
        }
    };

    private Reflection() {}

    static Signature signatureOf(Class<? extends Task> type) {
        return SIGNATURES.get(type);
    }

    private static Signature find(Class<?> type) {
        Method execute = method(type, "execute")
                .orElseThrow(() -> new DefinitionException(
                        type.getName() + " has no execute method; give it one that is public and not static"));
        Optional<Method> revert = method(type, "revert");
        JavaType result = resolve(type, execute, execute.getGenericReturnType());
        return new Signature(
                inputs(type, execute, null),
                revert.map(method -> inputs(type, method, result)).orElse(List.of()),
                result,
                body(type, execute),
                revert.map(method -> body(type, method)).orElse(null));
    }

    private static Optional<Method> method(Class<?> type, String name) {
        List<Method> found = new ArrayList<>();
        for (Class<?> c = type; c != Task.class && c != null; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                boolean overridden =
                        found.stream().anyMatch(f -> Arrays.equals(f.getParameterTypes(), method.getParameterTypes()));
                if (method.getName().equals(name) && !method.isBridge() && !method.isSynthetic() && !overridden) {
                    found.add(method);
                }
            }
        }
        if (found.size() > 1) {
            throw new DefinitionException(type.getName() + " has " + found.size() + " methods named " + name
                    + "; rename all but one, so that its inputs are clear");
        }
        for (Method method : found) {
            if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
                throw new DefinitionException(
                        where(type, method) + " must be public and not static, so that the engine can call it");
            }
        }
        return found.stream().findFirst();
    }

    private static List<Input> inputs(Class<?> type, Method method, @Nullable JavaType resultOfExecute) {
        List<Input> inputs = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            Input input = input(type, method, parameter, resultOfExecute);
            if (inputs.stream().anyMatch(other -> other.name().equals(input.name()))) {
                throw new DefinitionException(
                        where(type, method) + " has two parameters named '" + input.name() + "'; rename one");
            }
            inputs.add(input);
        }
        return inputs;
    }

    private static Input input(Class<?> type, Method method, Parameter parameter, @Nullable JavaType resultOfExecute) {
        Class<?> raw = parameter.getType();
        if (raw == TaskContext.class) {
            return new Input("(context)", raw, Input.Role.CONTEXT, false);
        }
        JavaType resolved = resolve(type, method, parameter.getParameterizedType());
        if (resultOfExecute != null) {
            if (raw == FlowFailures.class) {
                return new Input("(failures)", raw, Input.Role.FAILURES, false);
            }
            if (raw == Outcome.class) {
                requireResultType(type, method, resolved.containedTypeOrUnknown(0), resultOfExecute);
                return new Input("(outcome)", resultOfExecute, Input.Role.OUTCOME, false);
            }
        }
        String name = nameOf(type, method, parameter);
        if (resultOfExecute != null && name.equals("result")) {
            requireResultType(type, method, resolved, resultOfExecute);
            return new Input(name, resolved, Input.Role.RESULT, !raw.isPrimitive());
        }
        if (raw == Optional.class) {
            return new Input(name, resolved.containedTypeOrUnknown(0), Input.Role.OPTIONAL, true);
        }
        return new Input(name, resolved, Input.Role.REQUIRED, isNullable(parameter));
    }

    private static void requireResultType(Class<?> type, Method method, JavaType asked, JavaType resultOfExecute) {
        boolean fits = asked.isJavaLangObject()
                || box(asked.getRawClass()).isAssignableFrom(box(resultOfExecute.getRawClass()));
        if (!fits) {
            throw new DefinitionException(where(type, method) + " takes the outcome as " + asked.toCanonical()
                    + ", but execute returns " + resultOfExecute.toCanonical() + "; make them agree");
        }
    }

    private static Class<?> box(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }

    private static String nameOf(Class<?> type, Method method, Parameter parameter) {
        Named named = parameter.getAnnotation(Named.class);
        if (named != null) {
            return Names.checked("parameter name", named.value());
        }
        if (!parameter.isNamePresent()) {
            throw new DefinitionException("the parameters of " + where(type, method)
                    + " have no names in the class file; compile with -parameters, or annotate each with @Named");
        }
        return parameter.getName();
    }

    private static boolean isNullable(Parameter parameter) {
        return hasNullable(parameter) || hasNullable(parameter.getAnnotatedType());
    }

    private static boolean hasNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
    }

    private static JavaType resolve(Class<?> type, Method method, Type generic) {
        TypeFactory types = Values.mapper().getTypeFactory();
        JavaType declaring = types.constructType(type).findSuperType(method.getDeclaringClass());
        requireResolved(type, method, generic);
        return types.resolveMemberType(generic, declaring.getBindings());
    }

    private static void requireResolved(Class<?> type, Method method, Type generic) {
        if (generic instanceof TypeVariable<?> variable) {
            boolean bound = variable.getGenericDeclaration() != method
                    && variable.getGenericDeclaration() != type
                    && type.getTypeParameters().length == 0;
            if (!bound) {
                throw new DefinitionException(where(type, method) + " uses the type variable " + variable.getName()
                        + ", which has no type here; make a subclass that says what it is");
            }
        } else if (generic instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                requireResolved(type, method, argument);
            }
        } else if (generic instanceof WildcardType wildcard) {
            for (Type bound : wildcard.getUpperBounds()) {
                requireResolved(type, method, bound);
            }
        }
    }

    private static Signature.Body body(Class<?> type, Method method) {
        try {
            MethodHandle handle = MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup())
                    .unreflect(method);
            MethodHandle spread = handle.asSpreader(Object[].class, method.getParameterCount())
                    .asType(java.lang.invoke.MethodType.methodType(Object.class, Task.class, Object[].class));
            return (task, arguments) -> (Object) spread.invokeExact(task, arguments);
        } catch (IllegalAccessException e) {
            throw new DefinitionException(
                    where(type, method) + " cannot be reached; open its package to io.windlass in module-info", e);
        }
    }

    private static String where(Class<?> type, Method method) {
        return type.getName() + "." + method.getName();
    }
}
