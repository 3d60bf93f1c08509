-- Earlier snapshots, branches and tags, and the metadata tables that tell of them.
CREATE TABLE t (id INT);
--> 0 rows affected
INSERT INTO t VALUES (1);
--> 1 rows affected
-- first = SELECT snapshot_id FROM travel.t.snapshots
-- then = SELECT CAST(committed_at AS STRING) FROM travel.t.snapshots
INSERT INTO t VALUES (2);
--> 1 rows affected
SELECT * FROM t VERSION AS OF ${first};
--> (id int)
--> 1
SELECT * FROM t FOR SYSTEM_VERSION AS OF ${first};
--> (id int)
--> 1
SELECT * FROM t TIMESTAMP AS OF '${then}';
--> (id int)
--> 1
SELECT * FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '${then}';
--> (id int)
--> 1
SELECT * FROM t TIMESTAMP AS OF '1999-01-01';
--> error 42000
SELECT * FROM t VERSION AS OF 5;
--> error 42000
SELECT now.id, old.id FROM t now LEFT JOIN t VERSION AS OF ${first} old ON now.id = old.id ORDER BY now.id;
--> (id int, id int)
--> 1 | 1
--> 2 | null
ALTER TABLE t ADD COLUMN more STRING;
--> 0 rows affected
SELECT * FROM t VERSION AS OF ${first};
--> (id int)
--> 1
ALTER TABLE t CREATE TAG start AS OF VERSION ${first} RETAIN 7 DAYS;
--> 0 rows affected
ALTER TABLE t CREATE BRANCH try;
--> 0 rows affected
INSERT INTO travel.t.branch_try VALUES (100, 'x');
--> 1 rows affected
DELETE FROM travel.t.branch_try WHERE id = 1;
--> 1 rows affected
UPDATE travel.t.branch_try SET id = 101 WHERE id = 100;
--> 1 rows affected
MERGE INTO travel.t.branch_try b USING (SELECT 5 AS id, 'm' AS more) s ON b.id = s.id WHEN NOT MATCHED THEN INSERT *;
--> 1 rows affected
SELECT * FROM t VERSION AS OF 'try' ORDER BY id;
--> (id int, more string)
--> 2 | null
--> 5 | 'm'
--> 101 | 'x'
SELECT * FROM travel.t.branch_try ORDER BY id;
--> (id int, more string)
--> 2 | null
--> 5 | 'm'
--> 101 | 'x'
SELECT * FROM t VERSION AS OF 'start';
--> (id int)
--> 1
SELECT id FROM travel.t.tag_start;
--> (id int)
--> 1
SELECT * FROM t ORDER BY id;
--> (id int, more string)
--> 1 | null
--> 2 | null
INSERT INTO travel.t.tag_start VALUES (3);
--> error 42000
INSERT INTO travel.t.branch_nosuch VALUES (3, NULL);
--> error 42000
SELECT name, type, max_reference_age_in_ms FROM travel.t.refs ORDER BY name;
--> (name string, type string, max_reference_age_in_ms bigint)
--> 'main' | 'BRANCH' | null
--> 'start' | 'TAG' | 604800000
--> 'try' | 'BRANCH' | null
ALTER TABLE t CREATE BRANCH try;
--> error 42000
ALTER TABLE t CREATE OR REPLACE BRANCH try AS OF VERSION ${first};
--> 0 rows affected
SELECT * FROM t VERSION AS OF 'try';
--> (id int, more string)
--> 1 | null
ALTER TABLE t DROP BRANCH try;
--> 0 rows affected
ALTER TABLE t DROP TAG start;
--> 0 rows affected
ALTER TABLE t DROP TAG start;
--> error 42000
SELECT name FROM travel.t.refs;
--> (name string)
--> 'main'
SELECT operation, summary['added-records'] FROM travel.t.snapshots ORDER BY committed_at;
--> (operation string, summary[added-records] string)
--> 'append' | '1'
--> 'append' | '1'
--> 'append' | '1'
--> 'delete' | null
--> 'overwrite' | '1'
--> 'append' | '1'
SELECT is_current_ancestor FROM travel.t.history ORDER BY made_current_at;
--> (is_current_ancestor boolean)
--> true
--> true
SELECT content, record_count, spec_id FROM travel.t.files;
--> (content int, record_count bigint, spec_id int)
--> 0 | 1 | 0
--> 0 | 1 | 0
SELECT content, added_data_files_count FROM travel.t.manifests;
--> (content int, added_data_files_count int)
--> 0 | 1
--> 0 | 1
SELECT status, data_file.record_count FROM travel.t.entries;
--> (status int, record_count bigint)
--> 1 | 1
--> 1 | 1
SELECT record_count, file_count FROM travel.t.partitions;
--> (record_count bigint, file_count int)
--> 2 | 2
SELECT count(*) FROM travel.t.all_data_files;
--> (count(1) bigint)
--> 5
SELECT count(*) FROM travel.t.nosuch;
--> error 42P01
SELECT count(*) FROM t.snapshots;
--> error 42P01
