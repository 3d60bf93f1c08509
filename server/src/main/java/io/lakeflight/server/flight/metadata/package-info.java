/**
 * The answers to Flight SQL's metadata commands: catalogs, schemas, tables, keys, types and what the server can do.
 *
 * <p>Start at {@link io.lakeflight.server.flight.metadata.FlightMetadata}.
 *
 * <p>Knows no RPC beyond the listener it streams into, and must never ask an engine: tools browse while every data
 * plane sleeps. Schemas are those of Arrow's {@code FlightSqlProducer.Schemas}, to the letter, since clients compare.
 */
@NullMarked
package io.lakeflight.server.flight.metadata;

import org.jspecify.annotations.NullMarked;
