/**
 * The life of a statement. Start at {@link io.lakeflight.server.query.QueryLifecycle}. Knows nothing of RPCs: the
 * {@code flight} package translates.
 */
package io.lakeflight.server.query;
