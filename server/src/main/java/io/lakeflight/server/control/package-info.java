/**
 * Desired state and reality of the data planes. Start at {@link io.lakeflight.server.control.DataPlane}. Never sees a
 * statement of a client: it hands out engines.
 */
@NullMarked
package io.lakeflight.server.control;

import org.jspecify.annotations.NullMarked;
