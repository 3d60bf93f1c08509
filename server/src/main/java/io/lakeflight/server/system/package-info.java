/**
 * What the server tells of itself, as the rows of {@code system}. Start at {@link
 * io.lakeflight.server.system.SystemTables}. Never changes anything.
 */
@NullMarked
package io.lakeflight.server.system;

import org.jspecify.annotations.NullMarked;
