/**
 * The server's side of the engine protocol. Start at {@link io.lakeflight.server.engines.EngineClient}. Decides nothing:
 * which engine is asked, and when, is the business of {@code control} and {@code query}.
 */
@NullMarked
package io.lakeflight.server.engines;

import org.jspecify.annotations.NullMarked;
