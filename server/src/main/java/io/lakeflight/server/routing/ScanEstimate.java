package io.lakeflight.server.routing;

import io.lakeflight.planner.statement.TableRead;
import java.util.List;
import java.util.Map;

/** Knows how much of tables is read, if that can be told at once: it neither fails nor takes long. */
public interface ScanEstimate {
    /**
     * Those that are known; views, for example, are not.
     *
     * @param reads where each is read; nowhere if it is only written
     */
    Map<TouchedTable, TableScan> scans(Map<TouchedTable, List<TableRead>> reads);
}
