/**
 * Who is connected and what they have set. Start at {@link io.lakeflight.server.session.SessionRegistry}. Executes
 * nothing and calls no engine.
 */
package io.lakeflight.server.session;
