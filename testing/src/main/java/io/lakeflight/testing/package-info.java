/**
 * A real server and real engine processes in one place, for tests and for debugging. Start at {@link
 * io.lakeflight.testing.TestingCluster}. Nothing here is used by the product.
 */
@NullMarked
package io.lakeflight.testing;

import org.jspecify.annotations.NullMarked;
