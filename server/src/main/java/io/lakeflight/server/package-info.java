/**
 * One server, put together from its parts and started. Start at {@link io.lakeflight.server.Server}. Does no work of its
 * own: what a server does stands in the packages below.
 */
@NullMarked
package io.lakeflight.server;

import org.jspecify.annotations.NullMarked;
