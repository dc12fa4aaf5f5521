package io.windlass.atom;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The wire name and version of a task class: what a request asks for and a worker offers. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TaskType {
    /** The wire name; default: the class's name. */
    String value() default "";

    /** {@code major.minor}; requests and workers meet when they have the same major version. */
    String version() default "1.0";
}
