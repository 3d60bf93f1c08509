/** Products that are fetched by an explicit command and measured beside Lakeflight; none of them is a part of it. */
@NullMarked
package io.lakeflight.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
