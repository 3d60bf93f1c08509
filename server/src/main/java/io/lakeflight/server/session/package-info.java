/**
 * Who is connected and what they have set. Start at {@link io.lakeflight.server.session.SessionRegistry}. Executes
 * nothing and calls no engine.
 */
@NullMarked
package io.lakeflight.server.session;

import org.jspecify.annotations.NullMarked;
