package io.lakeflight.benchmarks.peer;

import io.lakeflight.benchmarks.subject.Share;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** DuckDB over the Parquet files of the tables, without Iceberg: what the machine can do at best. */
public final class DuckDb {
    private DuckDb() {}

    /**
     * Starts it.
     *
     * @param files those of each table of a schema
     */
    public static SystemUnderTest start(
            Peers peers, Path home, Share share, Function<String, Map<String, List<String>>> files) {
        String classPath = peers.clientClassPath(FetchedPeer.DUCKDB);
        ClientProcess process =
                ClientProcess.startJdbc(classPath, "jdbc:duckdb:", share.heap(), home.resolve("duckdb"));
        process.update("SET memory_limit = '" + share.heap().replace("g", "GB") + "'");
        process.update("SET threads = " + share.cores());
        Set<String> known = new HashSet<>();
        String version = process.query("SELECT version()").get(0).get(0);
        return new FetchedSystem(
                "duckdb",
                "DuckDB " + version + " in a process of its own over the tables' Parquet files, " + share.words()
                        + " and as much outside it, by JDBC",
                process,
                process.process(),
                new Dialect("memory", false),
                schema -> {
                    if (known.add(schema)) {
                        process.update("CREATE SCHEMA " + schema);
                        files.apply(schema).forEach((table, paths) -> process.update(view(schema, table, paths)));
                    }
                },
                () -> {});
    }

    static String view(String schema, String table, List<String> paths) {
        return paths.stream()
                .map(path -> "'" + path.replaceFirst("^file:/*", "/").replace("'", "''") + "'")
                .collect(Collectors.joining(
                        ", ", "CREATE VIEW %s.%s AS SELECT * FROM read_parquet([".formatted(schema, table), "])"));
    }
}
