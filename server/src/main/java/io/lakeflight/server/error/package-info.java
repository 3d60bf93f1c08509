/** What can go wrong with a statement or a request. Start at {@link io.lakeflight.server.error.QueryException}. */
@NullMarked
package io.lakeflight.server.error;

import org.jspecify.annotations.NullMarked;
