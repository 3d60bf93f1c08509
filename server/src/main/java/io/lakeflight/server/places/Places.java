package io.lakeflight.server.places;

import java.util.Optional;
import java.util.Set;

/**
 * Where a table or view has files.
 *
 * @param uuid of a table; one that is registered by another name has the same
 * @param file a table's metadata file
 */
record Places(Set<String> directories, Optional<String> uuid, Optional<String> file) {
    static Places of(Set<String> directories) {
        return new Places(directories, Optional.empty(), Optional.empty());
    }
}
