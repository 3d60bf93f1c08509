-- Queries that the fast lane has answered otherwise than Spark; see system.fast_lane_differences.
CREATE TABLE lane_differences (
    query_id TEXT NOT NULL PRIMARY KEY,
    found_millis BIGINT NOT NULL,
    data_plane TEXT NOT NULL,
    engine_id TEXT NOT NULL,
    shape TEXT NOT NULL,             -- of the query's plan, as a hash
    fast_rows BIGINT NOT NULL,
    fast_fingerprint TEXT NOT NULL,
    spark_rows BIGINT NOT NULL,
    spark_fingerprint TEXT,          -- null if Spark's rows were not read to their end
    spark_error TEXT
);

CREATE INDEX lane_differences_found ON lane_differences (found_millis);
