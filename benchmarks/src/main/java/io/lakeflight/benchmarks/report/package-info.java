/** What was measured, for people and programs. */
@NullMarked
package io.lakeflight.benchmarks.report;

import org.jspecify.annotations.NullMarked;
