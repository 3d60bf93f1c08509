-- Catalogs added at run time; those of the configuration file are not here.
CREATE TABLE catalogs (
    name TEXT NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    properties TEXT NOT NULL,        -- JSON object of Iceberg's catalog properties; may hold credentials
    timeout_millis BIGINT NOT NULL
);
