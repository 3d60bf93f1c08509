package io.lakeflight.server.routing;

import io.lakeflight.planner.statement.tables.TableRead;
import java.util.List;
import java.util.Map;

/** Knows how much of tables is read, if that can be told at once: it neither fails nor takes long. */
public interface ScanEstimate {
    /**
     * Of each table either how much is read, or why that is not known: it is a view, for example.
     *
     * @param reads where each is read; nowhere if it is only written
     */
    Scans scans(Map<TouchedTable, List<TableRead>> reads);
}
