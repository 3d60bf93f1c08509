/**
 * Desired state and reality of the data planes. Start at {@link io.lakeflight.server.control.DataPlane}. Never sees a
 * statement: it hands out engines.
 */
package io.lakeflight.server.control;
