/**
 * Which catalogs, schemas, tables and views exist, and what a table's schema and snapshots are.
 *
 * <p>Start at {@link io.lakeflight.catalog.Catalogs}, then {@link io.lakeflight.catalog.LakeCatalog}.
 *
 * <p>Never reads or writes rows, never parses SQL, and never answers from a table pointer it has not just asked the
 * catalog for.
 */
@NullMarked
package io.lakeflight.catalog;

import org.jspecify.annotations.NullMarked;
