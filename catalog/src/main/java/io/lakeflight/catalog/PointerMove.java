package io.lakeflight.catalog;

import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * One table's step from one metadata file to the next.
 *
 * @param from the file the table must be at for the step to happen; empty if there must be no such table
 * @param to the file the table is at afterwards; the same as {@code from} if it only has to be there
 */
record PointerMove(TableIdentifier table, Optional<String> from, String to) {
    static PointerMove creating(TableIdentifier table, String to) {
        return new PointerMove(table, Optional.empty(), to);
    }

    static PointerMove replacing(TableIdentifier table, String from, String to) {
        return new PointerMove(table, Optional.of(from), to);
    }

    boolean staysInPlace() {
        return from.isPresent() && from.get().equals(to);
    }
}
