/** How a request for a task becomes an outcome. Entries: TaskExecutor, the port; TaskInvoker, which runs a body; SerialExecutor. */
@NullMarked
package io.windlass.execution;

import org.jspecify.annotations.NullMarked;
