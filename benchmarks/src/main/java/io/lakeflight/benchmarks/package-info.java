/**
 * Lakeflight and what one would use instead, on the same tables, side by side in one run. Start at {@link
 * io.lakeflight.benchmarks.BenchmarkCommand}; a suite is one class in {@code suite} and an entry in {@code Suites}.
 */
@NullMarked
package io.lakeflight.benchmarks;

import org.jspecify.annotations.NullMarked;
