/** Arrow Flight with nothing else in it: what no server of rows can be quicker than. */
@NullMarked
package io.lakeflight.benchmarks.flight;

import org.jspecify.annotations.NullMarked;
