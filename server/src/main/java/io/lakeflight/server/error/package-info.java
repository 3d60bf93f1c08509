/** What can go wrong with a statement or a request. Start at {@link io.lakeflight.server.error.QueryException}. */
package io.lakeflight.server.error;
