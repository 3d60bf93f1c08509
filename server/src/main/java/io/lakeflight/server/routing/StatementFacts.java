package io.lakeflight.server.routing;

import io.lakeflight.planner.statement.StatementSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a statement is about; found out when it is asked for, since most statements are routed without. */
public interface StatementFacts {
    StatementSummary summary();

    /** Tables read and written; empty if they are not known. */
    Optional<List<TouchedTable>> tables();

    /** Tags of its tables, as far as they are known. */
    Set<String> tags();

    /** What it reads of its tables; empty if that is not known of all of them. */
    OptionalLong bytes();

    /** The partitioned tables that it reads with no condition on what they are partitioned by, as far as is known. */
    Map<TouchedTable, TableScan> fullScans();
}
