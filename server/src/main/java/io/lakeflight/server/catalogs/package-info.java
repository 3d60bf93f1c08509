/**
 * Which catalogs the server has: those of its configuration and those added at run time.
 *
 * <p>Start at {@link io.lakeflight.server.catalogs.CatalogAdministration}.
 *
 * <p>A definition is durable before it is in force. It must never show a secret to anybody but the catalog's client.
 */
@NullMarked
package io.lakeflight.server.catalogs;

import org.jspecify.annotations.NullMarked;
