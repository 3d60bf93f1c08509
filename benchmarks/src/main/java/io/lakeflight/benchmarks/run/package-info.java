/** How is measured: who comes when, and what the figures say. */
@NullMarked
package io.lakeflight.benchmarks.run;

import org.jspecify.annotations.NullMarked;
