-- What was done to keep tables in shape, and what is being done: a row that is RUNNING is also the lease of its table.
CREATE TABLE maintenance (
    id TEXT NOT NULL PRIMARY KEY,
    catalog_name TEXT NOT NULL,
    schema_name TEXT NOT NULL,
    table_name TEXT NOT NULL,
    action TEXT NOT NULL,
    cause TEXT NOT NULL,             -- schedule, request
    state TEXT NOT NULL,
    query_id TEXT,
    started_millis BIGINT NOT NULL,
    ended_millis BIGINT,
    files BIGINT,
    files_after BIGINT,
    bytes BIGINT,
    snapshots BIGINT,
    message TEXT NOT NULL,
    owner TEXT NOT NULL,             -- the server that did it
    lease_until_millis BIGINT NOT NULL
);

CREATE UNIQUE INDEX maintenance_lease ON maintenance (catalog_name, schema_name, table_name) WHERE state = 'RUNNING';
CREATE INDEX maintenance_started ON maintenance (started_millis);
CREATE INDEX maintenance_table ON maintenance (catalog_name, schema_name, table_name, started_millis);
