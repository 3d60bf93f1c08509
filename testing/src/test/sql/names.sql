-- Names may have any characters but control characters, up to 255.
CREATE TABLE `../up` (`a.b` INT, `ü "x"` STRING);
--> 0 rows affected
INSERT INTO `../up` VALUES (1, 'one');
--> 1 rows affected
SELECT `a.b`, `ü "x"` FROM lake.names.`../up`;
--> (a.b int, ü "x" string)
--> 1 | 'one'
SELECT count(*) FROM names.`../up`.snapshots;
--> (count(1) bigint)
--> 1
DROP TABLE names.`../up`.snapshots;
--> error 0A000
DROP TABLE names.`../up`.files PURGE;
--> error 0A000
DROP TABLE `../up`;
--> 0 rows affected
CREATE TABLE reserved (`_file` STRING);
--> error 42000
CREATE TABLE "quo'te" AS SELECT 1 AS `back``tick`;
--> 1 rows affected
SELECT `back``tick` FROM `quo'te`;
--> (back`tick int)
--> 1
CREATE TABLE `表 %2e?#/` AS SELECT 1 AS `select`;
--> 1 rows affected
SELECT * FROM `表 %2e?#/`;
--> (select int)
--> 1
CREATE TABLE `Case` AS SELECT 1 AS x;
--> 1 rows affected
CREATE TABLE `case` AS SELECT 2 AS x;
--> 1 rows affected
SELECT * FROM `Case`;
--> (x int)
--> 1
SELECT * FROM `case`;
--> (x int)
--> 2
SHOW TABLES;
--> (namespace string, tableName string, isTemporary boolean)
--> 'names' | 'Case' | false
--> 'names' | 'case' | false
--> 'names' | 'quo'te' | false
--> 'names' | '表 %2e?#/' | false
CREATE TABLE `..` (id INT);
--> error 42000
CREATE TABLE `` (id INT);
--> error 42000
CREATE TABLE xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx AS SELECT 255 AS length;
--> 1 rows affected
SELECT * FROM xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;
--> (length int)
--> 255
CREATE TABLE xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx AS SELECT 256 AS length;
--> error 42000
