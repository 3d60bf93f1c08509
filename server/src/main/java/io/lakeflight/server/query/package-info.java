/**
 * The life of a statement. Start at {@link io.lakeflight.server.query.QueryLifecycle}. Knows nothing of RPCs: the
 * {@code flight} package translates.
 */
@NullMarked
package io.lakeflight.server.query;

import org.jspecify.annotations.NullMarked;
