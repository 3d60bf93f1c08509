-- An error in a group, or a row, that the result has no need of
SELECT i.item, g.total FROM items i JOIN (SELECT item, sum(large) AS total FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 2';
SELECT i.item, g.total FROM items i JOIN (SELECT item, sum(units / (item - 1)) AS total FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 2';
SELECT i.item, g.n FROM items i JOIN (SELECT item, count(*) / sum(if(item = 1, 0, 1)) AS n FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 2';
SELECT i.item, g.n FROM items i JOIN (SELECT item, max(cast(code AS INT)) AS n FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 2';

-- An error in the condition of a semi join, of a row that an inner join drops
SELECT count(*) FROM sales s JOIN shops h ON h.shop = s.shop WHERE h.code = 'none' AND EXISTS (SELECT 1 FROM sales o WHERE o.item = s.item AND o.units / s.discount > 1);
SELECT count(*) FROM sales s JOIN shops h ON h.shop = s.shop WHERE h.code = 'none' AND NOT EXISTS (SELECT 1 FROM sales o WHERE o.item = s.item AND o.units / s.discount > 1);
SELECT count(*) FROM sales s JOIN shops h ON h.shop = s.shop WHERE h.code = 'none' AND EXISTS (SELECT 1 FROM sales o WHERE o.item = s.item AND o.units / o.discount > o.shop);
SELECT i.item, g.n FROM items i JOIN (SELECT item, max(cast(date_add(DATE '2000-01-01', cast(sale AS INT) + 110000000) AS TIMESTAMP)) AS n FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 9';
SELECT h.n FROM (SELECT shop, cast(code AS INT) AS n FROM shops) h JOIN sales s ON s.shop = h.shop WHERE s.sale = 4;

-- An error in a key of a join, of a row without a partner, and in a subquery that no row asks for
SELECT count(*) FROM shops h JOIN sales s ON s.shop = h.shop AND s.item = cast(h.code AS INT) WHERE s.sale = 4;
SELECT h.n, s.item FROM (SELECT shop, cast(code AS INT) AS n FROM shops) h JOIN sales s ON h.shop < s.item WHERE s.item < 3;
SELECT h.n, s.item FROM sales s JOIN (SELECT shop, cast(code AS INT) AS n FROM shops) h ON s.item > h.shop WHERE s.item < 3;
SELECT s.sale, (SELECT max(cast(code AS INT)) FROM shops) AS n FROM sales s WHERE s.sale = -1;
SELECT s.sale, h.n FROM sales s LEFT JOIN (SELECT shop, cast(code AS INT) AS n FROM shops) h ON h.shop = s.shop WHERE s.units = 77;

-- An error in a condition, of a row that one behind it would leave out
SELECT sale FROM sales WHERE units / discount > 1 AND discount > 0;
SELECT shop FROM shops WHERE cast(code AS INT) > 5 AND upper(code) = '12';
SELECT shop FROM shops WHERE shop IS NOT NULL AND cast(code AS INT) > 5 AND length(code) > 100 AND code IS NOT NULL;
SELECT item, count(*) AS n FROM sales GROUP BY item HAVING count(*) / (min(item) - min(item)) > 1 AND min(item) < 0;

-- A sum with too many digits on its way, though not in the end
SELECT sum(CASE WHEN item = 1 THEN 99999999999999999999999999999999999999BD WHEN item = 2 THEN 9BD WHEN item = 3 THEN -99BD ELSE 0BD END) AS total FROM items;
