-- CREATE TABLE AS, REPLACE, and every way of INSERT, UPDATE, DELETE and MERGE.
CREATE TABLE t (id INT, part STRING) PARTITIONED BY (part);
--> 0 rows affected
INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'b');
--> 3 rows affected
INSERT OVERWRITE t PARTITION (part = 'a') SELECT 10;
--> 1 rows affected
SELECT * FROM t ORDER BY id;
--> (id int, part string)
--> 2 | 'b'
--> 3 | 'b'
--> 10 | 'a'
SET spark.sql.sources.partitionOverwriteMode = dynamic;
--> (key string, value string)
--> 'spark.sql.sources.partitionOverwriteMode' | 'dynamic'
INSERT OVERWRITE t VALUES (30, 'b'), (31, 'c');
--> 2 rows affected
SELECT * FROM t ORDER BY id;
--> (id int, part string)
--> 10 | 'a'
--> 30 | 'b'
--> 31 | 'c'
RESET spark.sql.sources.partitionOverwriteMode;
--> 0 rows affected
INSERT INTO t REPLACE WHERE part = 'c' SELECT 99, 'c';
--> 1 rows affected
INSERT INTO t BY NAME SELECT 'd' AS part, 7 AS id;
--> 1 rows affected
INSERT INTO t (part) VALUES ('null id');
--> 1 rows affected
SELECT * FROM t ORDER BY id;
--> (id int, part string)
--> null | 'null id'
--> 7 | 'd'
--> 10 | 'a'
--> 30 | 'b'
--> 99 | 'c'
INSERT OVERWRITE t VALUES (1, 'x'), (2, 'y');
--> 2 rows affected
SELECT * FROM t ORDER BY id;
--> (id int, part string)
--> 1 | 'x'
--> 2 | 'y'
MERGE INTO t USING (VALUES (1, 'one'), (2, 'two'), (3, 'three') AS s(id, part)) s ON t.id = s.id
WHEN MATCHED AND t.id = 1 THEN DELETE
WHEN MATCHED THEN UPDATE SET part = s.part
WHEN NOT MATCHED THEN INSERT *
WHEN NOT MATCHED BY SOURCE THEN DELETE;
--> 3 rows affected
SELECT * FROM t ORDER BY id;
--> (id int, part string)
--> 2 | 'two'
--> 3 | 'three'
MERGE INTO t USING (VALUES (2, 'p'), (2, 'q') AS s(id, part)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET *;
--> error 23K01
INSERT INTO t VALUES (4);
--> error 21S01
INSERT INTO t VALUES ('four', 'x');
--> error KD000
SELECT count(*) AS snapshots, count(DISTINCT summary['lakeflight.query-id']) AS queries FROM writes.t.snapshots;
--> (snapshots bigint, queries bigint)
--> 8 | 8
TRUNCATE TABLE t;
--> 2 rows affected
SELECT count(*) FROM t;
--> (count(1) bigint)
--> 0

CREATE TABLE copy USING iceberg PARTITIONED BY (id) TBLPROPERTIES ('owner-team' = 'x') AS
SELECT id, id * 1.5 AS price FROM range(3);
--> 3 rows affected
CREATE TABLE copy AS SELECT 1 AS x;
--> error 42P07
CREATE TABLE IF NOT EXISTS copy AS SELECT 1 AS x;
--> 0 rows affected
CREATE OR REPLACE TABLE copy AS SELECT id FROM copy WHERE id > 0;
--> 2 rows affected
SELECT * FROM copy ORDER BY id;
--> (id bigint)
--> 1
--> 2
REPLACE TABLE copy AS SELECT 'text' AS other;
--> 1 rows affected
SELECT * FROM copy;
--> (other string)
--> 'text'
REPLACE TABLE nosuch AS SELECT 1 AS x;
--> error 42P01
SELECT count(*) AS snapshots, count(summary['lakeflight.query-id']) AS queries FROM writes.copy.snapshots;
--> (snapshots bigint, queries bigint)
--> 3 | 3
CREATE OR REPLACE TABLE copy (empty INT);
--> 0 rows affected
SELECT * FROM copy;
--> (empty int)
DROP TABLE copy;
--> 0 rows affected
SELECT * FROM copy;
--> error 42P01
DROP TABLE IF EXISTS copy;
--> 0 rows affected

-- Position deletes of format version 2.
CREATE TABLE v2 TBLPROPERTIES ('format-version' = '2', 'write.delete.mode' = 'merge-on-read',
  'write.update.mode' = 'merge-on-read', 'write.merge.mode' = 'merge-on-read')
AS SELECT id, CAST(id AS STRING) AS name FROM range(10);
--> 10 rows affected
DELETE FROM v2 WHERE id % 3 = 0;
--> 4 rows affected
UPDATE v2 SET name = 'changed' WHERE id < 5;
--> 3 rows affected
MERGE INTO v2 USING (SELECT id FROM range(8, 12)) s ON v2.id = s.id
WHEN MATCHED THEN UPDATE SET name = 'merged' WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, 'added');
--> 4 rows affected
SELECT * FROM v2 ORDER BY id;
--> (id bigint, name string)
--> 1 | 'changed'
--> 2 | 'changed'
--> 4 | 'changed'
--> 5 | '5'
--> 7 | '7'
--> 8 | 'merged'
--> 9 | 'added'
--> 10 | 'added'
--> 11 | 'added'
SELECT content, file_format, sum(record_count) AS records FROM writes.v2.delete_files GROUP BY ALL;
--> (content int, file_format string, records bigint)
--> 1 | 'PARQUET' | 8
DELETE FROM v2 WHERE id % 3 = 0;
--> 1 rows affected
SELECT count(*), min(id), max(id) FROM v2;
--> (count(1) bigint, min(id) bigint, max(id) bigint)
--> 8 | 1 | 11

-- Deletion vectors of format version 3.
CREATE TABLE v3 TBLPROPERTIES ('format-version' = '3', 'write.delete.mode' = 'merge-on-read',
  'write.update.mode' = 'merge-on-read', 'write.merge.mode' = 'merge-on-read')
AS SELECT id, CAST(id AS STRING) AS name FROM range(10);
--> 10 rows affected
DELETE FROM v3 WHERE id % 3 = 0;
--> 4 rows affected
UPDATE v3 SET name = 'changed' WHERE id < 5;
--> 3 rows affected
MERGE INTO v3 USING (SELECT id FROM range(8, 12)) s ON v3.id = s.id
WHEN MATCHED THEN UPDATE SET name = 'merged' WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, 'added');
--> 4 rows affected
SELECT * FROM v3 ORDER BY id;
--> (id bigint, name string)
--> 1 | 'changed'
--> 2 | 'changed'
--> 4 | 'changed'
--> 5 | '5'
--> 7 | '7'
--> 8 | 'merged'
--> 9 | 'added'
--> 10 | 'added'
--> 11 | 'added'
SELECT content, file_format, sum(record_count) AS records FROM writes.v3.delete_files GROUP BY ALL;
--> (content int, file_format string, records bigint)
--> 1 | 'PUFFIN' | 8
SELECT id, _row_id FROM v3 WHERE id IN (1, 5) ORDER BY id;
--> (id bigint, _row_id bigint)
--> 1 | 1
--> 5 | 5
ALTER TABLE v2 SET TBLPROPERTIES ('format-version' = '3');
--> 0 rows affected
DELETE FROM v2 WHERE id = 5;
--> 1 rows affected
SELECT * FROM v2 ORDER BY id;
--> (id bigint, name string)
--> 1 | 'changed'
--> 2 | 'changed'
--> 4 | 'changed'
--> 7 | '7'
--> 8 | 'merged'
--> 10 | 'added'
--> 11 | 'added'
