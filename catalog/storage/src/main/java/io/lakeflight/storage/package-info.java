/**
 * Iceberg's files in a directory of this machine or of an NFS server, for the server and for engines alike.
 *
 * <p>Start at {@link io.lakeflight.storage.DirectoryFileIO}.
 *
 * <p>Knows files only: no tables, no catalogs. Never takes a lock, never appends to a file that others can see, and
 * uses of Iceberg only what stands in its API, because engines bring an Iceberg of their own.
 */
package io.lakeflight.storage;
