-- Views, and views over views.
CREATE TABLE base (id INT, name STRING, price DECIMAL(10, 2), at TIMESTAMP);
--> 0 rows affected
INSERT INTO base VALUES (1, 'a', 1.5, TIMESTAMP '2020-01-01 00:00:00'), (2, 'b', 2.5, NULL);
--> 2 rows affected
CREATE VIEW v (a COMMENT 'the a', b, c, d) COMMENT 'a view' TBLPROPERTIES ('p' = 'q') AS SELECT * FROM base;
--> 0 rows affected
SELECT * FROM v ORDER BY a;
--> (a int, b string, c decimal(10,2), d timestamp)
--> 1 | 'a' | 1.50 | 2020-01-01T00:00:00Z
--> 2 | 'b' | 2.50 | null
DESCRIBE v;
--> (col_name string, data_type string, comment string)
--> 'a' | 'int' | 'the a'
--> 'b' | 'string' | ''
--> 'c' | 'decimal(10,2)' | ''
--> 'd' | 'timestamp' | ''
CREATE VIEW over AS SELECT a, sum(c) AS total FROM v GROUP BY a;
--> 0 rows affected
SELECT * FROM over ORDER BY a;
--> (a int, total decimal(20,2))
--> 1 | 1.50
--> 2 | 2.50
INSERT INTO base VALUES (3, 'c', NULL, NULL);
--> 1 rows affected
SELECT * FROM over ORDER BY a;
--> (a int, total decimal(20,2))
--> 1 | 1.50
--> 2 | 2.50
--> 3 | null
USE lake;
--> 0 rows affected
SELECT * FROM lake.views.over ORDER BY a;
--> (a int, total decimal(20,2))
--> 1 | 1.50
--> 2 | 2.50
--> 3 | null
USE lake.views;
--> 0 rows affected
ALTER TABLE base ADD COLUMN extra INT;
--> 0 rows affected
SELECT * FROM v ORDER BY a;
--> (a int, b string, c decimal(10,2), d timestamp)
--> 1 | 'a' | 1.50 | 2020-01-01T00:00:00Z
--> 2 | 'b' | 2.50 | null
--> 3 | 'c' | null | null
CREATE VIEW v AS SELECT 1 AS a;
--> error 42P07
CREATE VIEW IF NOT EXISTS v AS SELECT 1 AS a;
--> 0 rows affected
CREATE OR REPLACE VIEW v AS SELECT id AS a, price AS c FROM base WHERE id = 1;
--> 0 rows affected
SELECT * FROM over;
--> (a int, total decimal(20,2))
--> 1 | 1.50
CREATE VIEW base AS SELECT 1 AS a;
--> error 42P07
CREATE TABLE v (id INT);
--> error 42P07
ALTER VIEW v AS SELECT 5 AS a;
--> error 42000
CREATE TEMPORARY VIEW passing AS SELECT 1 AS x;
--> 0 rows affected
CREATE VIEW wrong AS SELECT * FROM passing;
--> error 42000
CREATE VIEW wrong AS SELECT * FROM nosuch;
--> error 42P01
DROP VIEW passing;
--> 0 rows affected
DROP VIEW base;
--> error 42P01
ALTER VIEW v RENAME TO views.w;
--> 0 rows affected
SELECT * FROM w;
--> (a int, c decimal(10,2))
--> 1 | 1.50
SHOW VIEWS;
--> (namespace string, viewName string, isTemporary boolean)
--> 'views' | 'over' | false
--> 'views' | 'w' | false
DROP VIEW w;
--> 0 rows affected
SELECT * FROM over;
--> error 42P01
DROP VIEW w;
--> error 42P01
DROP VIEW IF EXISTS w;
--> 0 rows affected
