/**
 * Sizes and durations as people write and read them. Start at {@link io.lakeflight.server.units.Units}. Must never depend on
 * anything else of the server.
 */
@NullMarked
package io.lakeflight.server.units;

import org.jspecify.annotations.NullMarked;
