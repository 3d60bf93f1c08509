/**
 * Keeps tables in shape: small files become large ones, old snapshots and lost files go.
 *
 * <p>Start at {@link io.lakeflight.server.maintenance.Maintenance}, then {@code TableMaintenance}. What is to be done is
 * told from metadata alone; doing it is a statement like any client's, run by an engine. Must never delete a file itself.
 */
@NullMarked
package io.lakeflight.server.maintenance;

import org.jspecify.annotations.NullMarked;
