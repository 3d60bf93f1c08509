/**
 * The HTTP side of the server: its health, and its catalogs as an Iceberg REST service.
 *
 * <p>Start at {@link io.lakeflight.server.http.HttpServer}, then the table of routes in {@code IcebergRoutes}.
 *
 * <p>Thin: it translates requests and failures and never decides. It must never show a stack trace to a client, nor
 * read a request body without a limit.
 */
@NullMarked
package io.lakeflight.server.http;

import org.jspecify.annotations.NullMarked;
