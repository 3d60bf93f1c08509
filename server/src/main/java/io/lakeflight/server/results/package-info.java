/**
 * Moves rows from an engine to a client. Start at {@link io.lakeflight.server.results.ResultRelay}. Holds at most a few
 * batches per stream, whatever the size of the result.
 */
@NullMarked
package io.lakeflight.server.results;

import org.jspecify.annotations.NullMarked;
