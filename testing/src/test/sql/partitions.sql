-- Partition transforms, sort orders and how both change.
CREATE TABLE events (id BIGINT, ts TIMESTAMP, day DATE, name STRING, n INT)
PARTITIONED BY (years(ts), bucket(8, id), truncate(2, name));
--> 0 rows affected
ALTER TABLE events WRITE ORDERED BY id DESC NULLS LAST, name;
--> 0 rows affected
INSERT INTO events VALUES
  (1, TIMESTAMP '2020-01-01 00:00:00', DATE '2020-01-01', 'abc', 1),
  (2, TIMESTAMP '1969-12-31 23:59:59', DATE '1969-12-31', 'abd', 2),
  (3, NULL, NULL, NULL, NULL);
--> 3 rows affected
SELECT partition, spec_id, record_count FROM partitions.events.partitions ORDER BY partition;
--> (partition struct<ts_year:int,id_bucket:int,name_trunc:string>, spec_id int, record_count bigint)
--> {'ts_year': null, 'id_bucket': 3, 'name_trunc': null} | 0 | 1
--> {'ts_year': -1, 'id_bucket': 4, 'name_trunc': 'ab'} | 0 | 1
--> {'ts_year': 50, 'id_bucket': 4, 'name_trunc': 'ab'} | 0 | 1
ALTER TABLE events ADD PARTITION FIELD months(day) AS day_month;
--> 0 rows affected
ALTER TABLE events ADD PARTITION FIELD days(ts);
--> 0 rows affected
ALTER TABLE events ADD PARTITION FIELD truncate(10, n);
--> 0 rows affected
ALTER TABLE events DROP PARTITION FIELD ts_year;
--> 0 rows affected
ALTER TABLE events REPLACE PARTITION FIELD ts_day WITH hours(ts) AS ts_h;
--> 0 rows affected
ALTER TABLE events WRITE DISTRIBUTED BY PARTITION LOCALLY ORDERED BY n;
--> 0 rows affected
INSERT INTO events SELECT id + 10, ts, day, name, n * -15 FROM events;
--> 3 rows affected
SELECT * FROM events ORDER BY id;
--> (id bigint, ts timestamp, day date, name string, n int)
--> 1 | 2020-01-01T00:00:00Z | 2020-01-01 | 'abc' | 1
--> 2 | 1969-12-31T23:59:59Z | 1969-12-31 | 'abd' | 2
--> 3 | null | null | null | null
--> 11 | 2020-01-01T00:00:00Z | 2020-01-01 | 'abc' | -15
--> 12 | 1969-12-31T23:59:59Z | 1969-12-31 | 'abd' | -30
--> 13 | null | null | null | null
SELECT spec_id, sum(record_count) FROM partitions.events.partitions GROUP BY spec_id ORDER BY spec_id;
--> (spec_id int, sum(record_count) bigint)
--> 0 | 3
--> 5 | 3
SELECT id FROM events WHERE ts >= TIMESTAMP '2020-01-01 00:00:00' ORDER BY id;
--> (id bigint)
--> 1
--> 11
SELECT id FROM events WHERE n BETWEEN -30 AND -15 ORDER BY id;
--> (id bigint)
--> 11
--> 12
SELECT id FROM events WHERE name LIKE 'ab%' AND day < DATE '1970-01-01' ORDER BY id;
--> (id bigint)
--> 2
--> 12
DELETE FROM events WHERE day IS NULL;
--> 2 rows affected
UPDATE events SET ts = ts + INTERVAL 1 DAY WHERE id IN (1, 12);
--> 2 rows affected
SELECT id, ts FROM events ORDER BY id;
--> (id bigint, ts timestamp)
--> 1 | 2020-01-02T00:00:00Z
--> 2 | 1969-12-31T23:59:59Z
--> 11 | 2020-01-01T00:00:00Z
--> 12 | 1970-01-01T23:59:59Z
ALTER TABLE events WRITE UNORDERED;
--> 0 rows affected
ALTER TABLE events ADD PARTITION FIELD nosuch;
--> error 42000
ALTER TABLE events DROP PARTITION FIELD nosuch;
--> error 42000
CREATE TABLE wrong (id INT) PARTITIONED BY (days(id));
--> error 42000
DESCRIBE events;
--> (col_name string, data_type string, comment string)
--> 'id' | 'bigint' | null
--> 'ts' | 'timestamp' | null
--> 'day' | 'date' | null
--> 'name' | 'string' | null
--> 'n' | 'int' | null
--> '' | '' | ''
--> '# Partitioning' | '' | ''
--> 'Part 0' | 'bucket(8, id)' | ''
--> 'Part 1' | 'truncate(2, name)' | ''
--> 'Part 2' | 'months(day)' | ''
--> 'Part 3' | 'truncate(10, n)' | ''
--> 'Part 4' | 'hours(ts)' | ''
