package io.lakeflight.server.routing;

import java.util.Collection;
import java.util.Map;

/** Knows how much tables hold, if that can be told at once: it neither fails nor takes long. */
public interface ScanEstimate {
    /** Those that are known; views, for example, are not. */
    Map<TouchedTable, TableScan> scans(Collection<TouchedTable> tables);
}
