/** What is measured: statements, and the systems that they are sent to. */
@NullMarked
package io.lakeflight.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
