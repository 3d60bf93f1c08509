-- orders in a month
SELECT count(*) AS orders, sum(o_totalprice) AS total FROM orders WHERE o_orderdate >= DATE '{date:1992-01-01:1998-06-01}' AND o_orderdate < DATE '{again}' + INTERVAL '30' DAY;
-- one order
SELECT o_orderkey, o_custkey, o_orderstatus, o_totalprice, o_orderdate FROM orders WHERE o_orderkey = {int:1:60000};
-- lines of an order
SELECT l_linenumber, l_partkey, l_quantity, l_extendedprice, l_discount FROM lineitem WHERE l_orderkey = {int:1:60000} ORDER BY l_linenumber;
-- one customer
SELECT c_name, c_address, c_phone, c_acctbal, c_mktsegment FROM customer WHERE c_custkey = {int:1:1500};
-- orders of a customer
SELECT o_orderkey, o_orderdate, o_totalprice FROM orders WHERE o_custkey = {int:1:1500} ORDER BY o_orderdate DESC, o_orderkey LIMIT 20;
-- orders by status
SELECT o_orderstatus, count(*) AS orders FROM orders WHERE o_orderdate > DATE '{date:1992-01-01:1998-01-01}' GROUP BY o_orderstatus ORDER BY o_orderstatus;
-- orders by priority
SELECT o_orderpriority, count(*) AS orders, max(o_totalprice) AS largest FROM orders WHERE o_totalprice > {int:1000:200000} GROUP BY o_orderpriority ORDER BY o_orderpriority;
-- customers by segment
SELECT c_mktsegment, count(*) AS customers, sum(c_acctbal) AS balance FROM customer WHERE c_acctbal > {int:-900:5000} GROUP BY c_mktsegment ORDER BY c_mktsegment;
-- parts by brand
SELECT p_brand, count(*) AS parts FROM part WHERE p_size BETWEEN {int:1:20} AND {int:21:50} GROUP BY p_brand ORDER BY parts DESC, p_brand LIMIT 10;
-- parts by type
SELECT p_type, min(p_retailprice) AS least, max(p_retailprice) AS most FROM part WHERE p_container = '{of:SM CASE|LG BOX|MED BAG|JUMBO PKG}' AND p_retailprice > {int:900:1500} GROUP BY p_type ORDER BY p_type LIMIT 25;
-- revenue of a day
SELECT sum(l_extendedprice * (1 - l_discount)) AS revenue FROM lineitem WHERE l_shipdate = DATE '{date:1992-02-01:1998-11-01}';
-- revenue by ship mode
SELECT l_shipmode, sum(l_extendedprice) AS price, sum(l_quantity) AS quantity FROM lineitem WHERE l_shipdate >= DATE '{date:1997-01-01:1998-06-01}' GROUP BY l_shipmode ORDER BY l_shipmode;
-- discounts of a mode
SELECT l_discount, count(*) AS positions FROM lineitem WHERE l_shipmode = '{of:AIR|RAIL|SHIP|TRUCK|MAIL|FOB|REG AIR}' AND l_quantity < {int:2:20} GROUP BY l_discount ORDER BY l_discount;
-- returned lines
SELECT l_returnflag, l_linestatus, count(*) AS positions FROM lineitem WHERE l_receiptdate > DATE '{date:1994-01-01:1998-01-01}' GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus;
-- top lines
SELECT l_orderkey, l_linenumber, l_extendedprice FROM lineitem WHERE l_discount = 0.0{int:1:9} AND l_shipdate > DATE '{date:1992-01-01:1997-12-31}' ORDER BY l_extendedprice DESC, l_orderkey, l_linenumber LIMIT 10;
-- years of orders
SELECT year(o_orderdate) AS ordered, count(*) AS orders FROM orders WHERE o_orderpriority = '{of:1-URGENT|2-HIGH|3-MEDIUM|5-LOW}' AND o_totalprice > {int:1000:150000} GROUP BY year(o_orderdate) ORDER BY ordered;
-- months of a year
SELECT month(o_orderdate) AS ordered, sum(o_totalprice) AS total FROM orders WHERE o_orderdate BETWEEN DATE '{date:1993-01-01:1997-06-30}' AND DATE '1997-12-31' GROUP BY month(o_orderdate) ORDER BY ordered;
-- nations of a region
SELECT n_name FROM nation JOIN region ON n_regionkey = r_regionkey WHERE r_name = '{of:AFRICA|AMERICA|ASIA|EUROPE|MIDDLE EAST}' AND n_nationkey <> {int:0:200} ORDER BY n_name;
-- customers by nation
SELECT n_name, count(*) AS customers FROM customer JOIN nation ON c_nationkey = n_nationkey WHERE c_mktsegment = '{of:AUTOMOBILE|BUILDING|FURNITURE|HOUSEHOLD|MACHINERY}' AND c_acctbal > {int:-900:5000} GROUP BY n_name ORDER BY customers DESC, n_name;
-- balance by region
SELECT r_name, sum(s_acctbal) AS balance FROM supplier JOIN nation ON s_nationkey = n_nationkey JOIN region ON n_regionkey = r_regionkey WHERE s_acctbal > {int:-900:5000} GROUP BY r_name ORDER BY r_name;
-- orders by nation
SELECT n_name, count(*) AS orders FROM orders JOIN customer ON o_custkey = c_custkey JOIN nation ON c_nationkey = n_nationkey WHERE o_orderdate >= DATE '{date:1997-01-01:1998-07-01}' GROUP BY n_name ORDER BY orders DESC, n_name LIMIT 10;
-- best customers
SELECT c_custkey, c_name, sum(o_totalprice) AS total FROM customer JOIN orders ON c_custkey = o_custkey WHERE c_nationkey = {int:0:24} AND o_totalprice > {int:1000:100000} GROUP BY c_custkey, c_name ORDER BY total DESC, c_custkey LIMIT 10;
-- stock of a part
SELECT s_name, ps_availqty, ps_supplycost FROM partsupp JOIN supplier ON ps_suppkey = s_suppkey WHERE ps_partkey = {int:1:2000} ORDER BY ps_supplycost, s_name;
-- scarce parts
SELECT ps_partkey, sum(ps_availqty) AS available FROM partsupp WHERE ps_supplycost < {int:50:900} GROUP BY ps_partkey HAVING sum(ps_availqty) < {int:5000:15000} ORDER BY available, ps_partkey LIMIT 20;
-- late lines
SELECT count(*) AS late FROM lineitem WHERE l_receiptdate > l_commitdate AND l_shipdate BETWEEN DATE '{date:1995-01-01:1995-12-31}' AND DATE '{date:1996-01-01:1996-12-31}';
-- share of urgent orders
SELECT sum(CASE WHEN o_orderpriority = '1-URGENT' THEN 1 ELSE 0 END) AS urgent, count(*) AS orders FROM orders WHERE o_orderdate >= DATE '{date:1992-01-01:1998-06-01}';
-- distinct customers
SELECT count(DISTINCT o_custkey) AS customers FROM orders WHERE o_orderdate >= DATE '{date:1997-01-01:1998-06-01}';
-- names that begin so
SELECT p_partkey, p_name FROM part WHERE p_name LIKE '{of:almond|blue|coral|forest|green|lemon|peach|rose}%' AND p_retailprice > {int:900:1500} ORDER BY p_partkey LIMIT 50;
-- ranked by month
SELECT ordered, total, rank() OVER (ORDER BY total DESC) AS place FROM (SELECT trunc(o_orderdate, 'MM') AS ordered, sum(o_totalprice) AS total FROM orders WHERE o_orderdate >= DATE '{date:1996-01-01:1998-01-01}' GROUP BY trunc(o_orderdate, 'MM')) AS months ORDER BY place, ordered LIMIT 12;
-- two periods
SELECT 'before' AS period, count(*) AS orders FROM orders WHERE o_orderdate < DATE '{date:1993-01-01:1997-12-31}' UNION ALL SELECT 'since', count(*) FROM orders WHERE o_orderdate >= DATE '{again}' ORDER BY period;
