/** What is measured: a class for each workload. Entry: Workloads. */
@NullMarked
package io.windlass.bench.workload;

import org.jspecify.annotations.NullMarked;
