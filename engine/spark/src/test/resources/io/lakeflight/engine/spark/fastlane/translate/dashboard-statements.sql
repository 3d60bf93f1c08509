-- What tools of business intelligence write, about two tables such as they are asked about.
-- Tableau: truncated dates, parts of dates, weeks that begin on Sunday, bins, sets, top N
SELECT trunc(order_date, 'MM') AS tmn_order_date_ok, sum(price) AS sum_price_ok FROM sales GROUP BY trunc(order_date, 'MM');
SELECT CAST(date_trunc('MONTH', CAST(order_date AS TIMESTAMP)) AS DATE) AS m, sum(price) AS s FROM sales GROUP BY 1 ORDER BY 1;
SELECT date_trunc('QUARTER', order_ts) AS q, count(DISTINCT customer_id) AS c FROM sales GROUP BY date_trunc('QUARTER', order_ts);
SELECT year(order_ts) AS yr, quarter(order_ts) AS qr, count(1) AS n FROM sales GROUP BY year(order_ts), quarter(order_ts) HAVING (count(1) > 0);
SELECT date_add(order_date, -(dayofweek(order_date) - 1)) AS twk, sum(quantity) AS q FROM sales GROUP BY 1;
SELECT pmod(datediff(order_date, DATE '1995-01-01'), 7) + 1 AS wd, count(*) AS n FROM sales GROUP BY 1;
SELECT CAST(floor(price / 100) AS BIGINT) * 100 AS bin, count(*) AS n FROM sales GROUP BY 1;
SELECT (CASE WHEN region IN ('North', 'South') THEN 'In' ELSE 'Out' END) AS io, sum(price) AS s FROM sales GROUP BY 1;
SELECT s.region, sum(s.price) AS p FROM sales s JOIN (SELECT customer_id, sum(price) AS x FROM sales GROUP BY customer_id ORDER BY x DESC, customer_id LIMIT 10) t0 ON s.customer_id = t0.customer_id GROUP BY s.region;
SELECT median(quantity) AS med, percentile(price, 0.95) AS p95 FROM sales;
SELECT region, sum(1) AS cnt, min(order_date) AS a, max(order_date) AS b FROM sales WHERE order_date >= DATE '2020-03-01' AND order_date <= DATE '2020-11-30' GROUP BY region;
SELECT dayofweek(order_date) AS d, weekofyear(order_date) AS w, count(1) AS n FROM sales GROUP BY 1, 2;
SELECT hour(order_ts) AS h, avg(price) AS a FROM sales GROUP BY hour(order_ts) ORDER BY h;
SELECT CAST(order_ts AS DATE) AS d, sum(quantity) AS q FROM sales GROUP BY CAST(order_ts AS DATE);
SELECT datediff(shipped_at, order_date) AS days, count(*) AS n FROM sales GROUP BY 1;
-- Superset: time grains, metrics, filters, counts of rows
SELECT date_trunc('day', CAST(order_ts AS TIMESTAMP)) AS __timestamp, sum(quantity) AS `SUM(quantity)` FROM sales GROUP BY date_trunc('day', CAST(order_ts AS TIMESTAMP)) ORDER BY `SUM(quantity)` DESC, 1 LIMIT 100;
SELECT date_trunc('hour', order_ts) AS __timestamp, count(*) AS count FROM sales WHERE order_ts >= TIMESTAMP '2020-03-01 00:00:00' AND order_ts < TIMESTAMP '2020-06-01 00:00:00' GROUP BY 1 ORDER BY 1 LIMIT 10000;
SELECT date_trunc('week', order_date) AS __timestamp, region, sum(price) AS s FROM sales GROUP BY 1, 2 ORDER BY s DESC, 1 LIMIT 50;
SELECT date_trunc('minute', shipped_at) AS __timestamp, count(*) FROM sales GROUP BY 1;
SELECT count(*) AS rowcount FROM (SELECT region, sum(price) AS s FROM sales GROUP BY region LIMIT 50000) AS rowcount_qry;
SELECT sum(CASE WHEN is_return THEN 1 ELSE 0 END) / count(*) AS rate, region FROM sales GROUP BY region ORDER BY rate DESC, region;
SELECT DISTINCT region FROM sales WHERE region ILIKE '%ORT%' LIMIT 1000;
SELECT customer_name, count(*) AS n FROM sales JOIN customers USING (customer_id) WHERE customer_name ILIKE '%M\u00fcll%' GROUP BY customer_name;
SELECT sum(price) FILTER (WHERE is_return) AS returned, count(*) FILTER (WHERE quantity > 5) AS large FROM sales;
SELECT date_format(order_ts, 'yyyy-MM') AS ym, sum(price) AS s FROM sales GROUP BY date_format(order_ts, 'yyyy-MM') ORDER BY ym;
SELECT date_format(order_date, 'EEEE') AS day, count(*) AS n FROM sales GROUP BY 1;
SELECT max(order_ts) AS latest, min(order_ts) AS first, max(date_format(order_ts, 'yyyy-MM-dd HH:mm:ss')) AS text FROM sales;
SELECT from_unixtime(unix_timestamp(order_ts), 'yyyy-MM-dd') AS d, count(*) FROM sales GROUP BY 1;
-- Power BI: nested queries, casts, conditions on nothing
SELECT `_`.`region`, `_`.`C1` FROM (SELECT region, sum(CAST(price AS DECIMAL(38, 10))) AS `C1` FROM sales GROUP BY region) `_` WHERE NOT `_`.`C1` IS NULL LIMIT 1000001;
SELECT "t0"."region", "t0"."segment", count(DISTINCT "t0"."customer_id") AS "C1" FROM (SELECT s.region, c.segment, s.customer_id FROM sales s LEFT OUTER JOIN customers c ON s.customer_id = c.customer_id) "t0" WHERE ("t0"."segment" = 'Retail' OR "t0"."segment" IS NULL) GROUP BY "t0"."region", "t0"."segment";
SELECT CAST(quantity AS DOUBLE) / CAST(nullif(customer_id, 0) AS DOUBLE) AS ratio FROM sales WHERE order_id < 50;
SELECT sum(price) / nullif(sum(quantity), 0) AS mean_price, round(avg(price), 2) AS a, count(1) FROM sales;
SELECT year(order_date) * 100 + month(order_date) AS ym, sum(price * quantity) AS revenue FROM sales GROUP BY year(order_date) * 100 + month(order_date);
SELECT timestampdiff(HOUR, order_ts, shipped_at) AS h, count(*) AS n FROM sales GROUP BY 1;
SELECT datediff(MONTH, DATE '2019-01-15', order_date) AS m, sum(price) FROM sales GROUP BY 1;
SELECT coalesce(nullif(trim(code), ''), 'n/a') AS c, count(*) FROM sales GROUP BY 1;
-- DBeaver: pages of tables, counts, groups, filters
SELECT * FROM sales ORDER BY order_id LIMIT 200;
SELECT count(*) FROM sales;
SELECT region, count(*) FROM sales GROUP BY region ORDER BY 2 DESC, 1;
SELECT x.* FROM sales x WHERE region = 'North' AND order_ts > '2020-06-01 00:00:00' ORDER BY x.order_id DESC;
SELECT min(order_date), max(order_date), min(price), max(price), avg(price) FROM sales;
-- What people write there: strings, numbers, dates
SELECT upper(left(customer_name, 1)) AS initial, concat(customer_name, ' (', segment, ')') AS label FROM customers;
SELECT split_part(email, '@', 2) AS domain, count(*) FROM customers GROUP BY 1;
SELECT substring(email, 1, instr(email, '@') - 1) AS account FROM customers;
SELECT lpad(CAST(customer_id AS STRING), 8, '0') AS padded, replace(email, '.', '-') AS r, locate('@', email) AS l FROM customers;
SELECT regexp_replace(phone, '[^0-9]', '') AS digits, regexp_extract(phone, '([0-9]+)-', 1) AS area FROM customers;
SELECT CAST(code AS INT) AS c, CAST(order_date AS STRING) AS d, CAST(price AS STRING) AS p, CAST(quantity AS DECIMAL(10, 2)) AS q FROM sales WHERE code <> '';
SELECT CAST(since_text AS DATE) AS d, to_date(since_text, 'yyyy-MM-dd') AS e, CAST(seen_text AS TIMESTAMP) AS t FROM customers;
SELECT to_timestamp(seen_text, 'yyyy-MM-dd HH:mm:ss') AS t, greatest(since_text, '2015') AS g FROM customers;
SELECT order_id div 10 AS tens, order_id % 7 AS r, sign(quantity - 5) AS s, abs(quantity - 5) AS a, ceil(price) AS c FROM sales;
SELECT order_ts + INTERVAL '1' DAY AS t, order_ts - INTERVAL '90' MINUTE AS u, order_date + INTERVAL '1' MONTH AS d, add_months(order_date, -12) AS e, last_day(order_date) AS l FROM sales WHERE order_id < 300;
SELECT unix_timestamp(order_ts) AS u, timestamp_seconds(epoch) AS t, extract(SECOND FROM order_ts) AS s, dayname(order_date) AS n FROM sales;
SELECT date_add(order_date, quantity) AS due, make_date(year(order_date), 1, 1) AS y, next_day(order_date, 'MON') AS m FROM sales;
SELECT min(discount), max(discount), count(discount), median(discount) FROM sales;
-- Reports: windows, groups of groups, subqueries
SELECT region, month, s, lag(s) OVER (PARTITION BY region ORDER BY month) AS before, s - first_value(s) OVER (PARTITION BY region ORDER BY month) AS since FROM (SELECT region, trunc(order_date, 'MONTH') AS month, sum(price) AS s FROM sales GROUP BY 1, 2) m ORDER BY region, month;
SELECT region, sum(price) AS s, sum(price) * 100 / sum(sum(price)) OVER () AS share FROM sales GROUP BY region;
SELECT * FROM (SELECT order_id, region, row_number() OVER (PARTITION BY region ORDER BY price DESC, order_id) AS r FROM sales) WHERE r <= 3;
SELECT region, segment, sum(price), grouping_id() FROM sales JOIN customers USING (customer_id) GROUP BY ROLLUP (region, segment);
SELECT region, year(order_date) AS y, sum(price) FROM sales GROUP BY CUBE (region, year(order_date));
SELECT region, is_return, count(*) FROM sales GROUP BY GROUPING SETS ((region), (is_return), ());
SELECT bool_and(is_return), bool_or(is_return), count_if(quantity > 3) FROM sales;
SELECT customer_name FROM customers c WHERE EXISTS (SELECT 1 FROM sales s WHERE s.customer_id = c.customer_id AND s.price > 900) ORDER BY 1;
SELECT order_id FROM sales WHERE price > (SELECT avg(price) FROM sales) AND customer_id IN (SELECT customer_id FROM customers WHERE segment = 'Retail') ORDER BY 1;
WITH m AS (SELECT date_trunc('MONTH', order_ts) AS month, sum(price) AS s FROM sales GROUP BY 1) SELECT month, sum(s) OVER (ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM m ORDER BY month;
