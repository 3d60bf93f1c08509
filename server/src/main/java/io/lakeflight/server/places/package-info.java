/**
 * Who has files where: in the way of deleting files stands whatever other table may have some in the same place.
 *
 * <p>Start at {@link io.lakeflight.server.places.DeletionCheck}. Reads metadata only, and keeps none of it for longer than
 * the caller keeps the {@link io.lakeflight.server.places.TableLocations}.
 */
@NullMarked
package io.lakeflight.server.places;

import org.jspecify.annotations.NullMarked;
