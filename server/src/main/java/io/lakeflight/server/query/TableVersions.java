package io.lakeflight.server.query;

import io.lakeflight.server.routing.TouchedTable;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Knows which versions of tables are current, if that can be told at once: it neither fails nor takes long. */
interface TableVersions {
    /**
     * Of each table where its metadata is, which any change moves elsewhere; empty if one is not known, is a view, or has
     * metadata files whose names may come again.
     */
    Optional<Map<TouchedTable, String>> versions(Collection<TouchedTable> tables);

    /** The same of those of a few tables that can be told without a look at any of them; the others have no entry. */
    Map<TouchedTable, String> toldAtOnce(Collection<TouchedTable> tables);
}
