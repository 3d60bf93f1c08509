-- Columns are told apart by their ids: a name that comes again is another column.
CREATE TABLE t (id INT NOT NULL, a INT, f FLOAT, price DECIMAL(5, 2), place STRUCT<x: INT, y: STRING>,
  list ARRAY<STRUCT<k: INT>>, map MAP<STRING, INT>);
--> 0 rows affected
INSERT INTO t VALUES (1, 10, 1.5, 1.25, named_struct('x', 1, 'y', 'one'), array(named_struct('k', 1)), map('a', 1));
--> 1 rows affected
ALTER TABLE t RENAME COLUMN a TO b;
--> 0 rows affected
ALTER TABLE t ADD COLUMN a STRING COMMENT 'another one' AFTER id;
--> 0 rows affected
ALTER TABLE t ALTER COLUMN b TYPE BIGINT;
--> 0 rows affected
ALTER TABLE t ALTER COLUMN f TYPE DOUBLE;
--> 0 rows affected
ALTER TABLE t ALTER COLUMN price TYPE DECIMAL(10, 2);
--> 0 rows affected
ALTER TABLE t RENAME COLUMN place.y TO z;
--> 0 rows affected
ALTER TABLE t ADD COLUMN place.y DATE AFTER x;
--> 0 rows affected
ALTER TABLE t ALTER COLUMN place.x TYPE BIGINT;
--> 0 rows affected
ALTER TABLE t ADD COLUMN list.element.more INT;
--> 0 rows affected
ALTER TABLE t ALTER COLUMN map.value TYPE BIGINT;
--> 0 rows affected
ALTER TABLE t ALTER COLUMN b FIRST;
--> 0 rows affected
ALTER TABLE t ALTER COLUMN id DROP NOT NULL;
--> 0 rows affected
SELECT * FROM t;
--> (b bigint, id int, a string, f double, price decimal(10,2), place struct<x:bigint,y:date,z:string>, list array<struct<k:int,more:int>>, map map<string,bigint>)
--> 10 | 1 | null | 1.5 | 1.25 | {'x': 1, 'y': null, 'z': 'one'} | [{'k': 1, 'more': null}] | {'a': 1}
INSERT INTO t (b, id) VALUES (4000000000, NULL);
--> 1 rows affected
ALTER TABLE t DROP COLUMN place.z;
--> 0 rows affected
ALTER TABLE t ADD COLUMN place.z STRING;
--> 0 rows affected
ALTER TABLE t DROP COLUMN b;
--> 0 rows affected
ALTER TABLE t ADD COLUMN b BOOLEAN;
--> 0 rows affected
SELECT id, b, place FROM t ORDER BY id;
--> (id int, b boolean, place struct<x:bigint,y:date,z:string>)
--> null | null | null
--> 1 | null | {'x': 1, 'y': null, 'z': null}
ALTER TABLE t ALTER COLUMN f TYPE FLOAT;
--> error 0A000
ALTER TABLE t ALTER COLUMN f SET NOT NULL;
--> error 42000
ALTER TABLE t ADD COLUMN needed INT NOT NULL;
--> error 42000
ALTER TABLE t DROP COLUMN nosuch;
--> error 42703
ALTER TABLE t ADD COLUMN a INT;
--> error 42710
ALTER TABLE t ADD COLUMN later INT DEFAULT 5;
--> error 42000
DESCRIBE t;
--> (col_name string, data_type string, comment string)
--> 'id' | 'int' | null
--> 'a' | 'string' | 'another one'
--> 'f' | 'double' | null
--> 'price' | 'decimal(10,2)' | null
--> 'place' | 'struct<x:bigint,y:date,z:string>' | null
--> 'list' | 'array<struct<k:int,more:int>>' | null
--> 'map' | 'map<string,bigint>' | null
--> 'b' | 'boolean' | null
ALTER TABLE t RENAME TO evolution.renamed;
--> 0 rows affected
SELECT count(*) FROM renamed;
--> (count(1) bigint)
--> 2
SELECT count(*) FROM t;
--> error 42P01
