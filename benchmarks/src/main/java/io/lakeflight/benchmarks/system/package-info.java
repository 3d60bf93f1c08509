/** The systems that are measured, each in processes of its own. */
@NullMarked
package io.lakeflight.benchmarks.system;

import org.jspecify.annotations.NullMarked;
