/**
 * Which data plane a statement goes to, and why.
 *
 * <p>Start at {@link io.lakeflight.server.routing.Router}. This package is pure: it is told all that counts, calls
 * no other process and keeps no state.
 */
@NullMarked
package io.lakeflight.server.routing;

import org.jspecify.annotations.NullMarked;
