-- Groups that a join drops: correlated subqueries beside a selection
SELECT sum(amount) / 7 FROM sales s JOIN items i ON i.item = s.item WHERE brand = 'brand 3' AND amount < (SELECT 0.8 * avg(amount) FROM sales o WHERE o.item = i.item);
SELECT s.sale, s.amount FROM sales s JOIN items i ON i.item = s.item WHERE brand LIKE '%2' AND amount = (SELECT max(amount) FROM sales o WHERE o.item = i.item);
SELECT i.item, (SELECT sum(units) FROM sales o WHERE o.item = i.item) FROM items i WHERE brand IN ('brand 1', 'brand 4');
SELECT i.item, (SELECT count(*) FROM sales o WHERE o.item = i.item) FROM items i WHERE brand = 'brand 0';
SELECT h.shop, o.n FROM shops h JOIN (SELECT shop AS place, count(*) AS n, min(amount) AS least FROM sales WHERE units IS NOT NULL GROUP BY shop) o ON o.place = h.shop WHERE h.country = 'DE' AND o.least < 40;
SELECT count(*) FROM sales s JOIN shops h ON h.shop = s.shop JOIN items i ON i.item = s.item WHERE h.country = 'FR' AND units > (SELECT avg(units) FROM sales o WHERE o.item = s.item AND o.shop = h.shop);
SELECT i.item FROM items i WHERE brand = 'brand 2' AND item IN (SELECT item FROM sales GROUP BY item HAVING sum(units) > 20);
WITH totals AS (SELECT item, shop, sum(amount) AS total FROM sales GROUP BY item, shop) SELECT a.item, a.total FROM totals a JOIN shops h ON h.shop = a.shop WHERE h.country = 'DE' AND a.total > (SELECT avg(b.total) * 1.2 FROM totals b WHERE b.shop = a.shop);
SELECT i.item, g.n FROM items i JOIN (SELECT item, count(*) AS n FROM sales WHERE amount > 10 GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 9';

-- EXISTS of a whole table beside a selection
SELECT count(*), sum(s.amount) FROM sales s JOIN shops h ON h.shop = s.shop WHERE h.country = 'DE' AND EXISTS (SELECT 1 FROM sales o WHERE o.item = s.item AND o.shop <> s.shop);
SELECT count(*), sum(s.amount) FROM sales s JOIN shops h ON h.shop = s.shop WHERE h.country = 'DE' AND NOT EXISTS (SELECT 1 FROM sales o WHERE o.item = s.item AND o.amount > s.amount);
SELECT h.country, s.sale FROM shops h JOIN sales s ON h.shop = s.shop JOIN items i ON i.item = s.item WHERE brand = 'brand 1' AND EXISTS (SELECT 1 FROM sales o WHERE o.shop = s.shop AND o.sale <> s.sale) AND NOT EXISTS (SELECT 1 FROM sales o WHERE o.shop = s.shop AND o.sale <> s.sale AND o.units > o.discount);
SELECT i.item, h.shop FROM items i JOIN (SELECT s.* FROM sales s WHERE s.shop IN (SELECT shop FROM shops)) s ON s.item = i.item JOIN shops h ON h.shop = s.shop WHERE i.brand = 'brand 2';

-- IS NOT NULL that is implied, and that is not
SELECT count(*) FROM sales s JOIN items i ON i.item = s.item JOIN shops h ON h.shop = s.shop;
SELECT count(*), count(i.item) FROM sales s LEFT JOIN items i ON i.item = s.item AND i.weight > 2;
SELECT count(*) FROM sales s LEFT JOIN items i ON i.item = s.item WHERE i.weight > 2 AND s.units IS NOT NULL;
SELECT count(*), count(units) FROM sales WHERE amount IS NOT NULL AND amount > 20 AND discount IS NOT NULL;
SELECT s.sale FROM sales s WHERE s.item IS NOT NULL AND NOT EXISTS (SELECT 1 FROM items i WHERE i.item = s.item);
SELECT s.sale FROM sales s LEFT ANTI JOIN items i ON i.item = s.item;
SELECT s.sale FROM sales s LEFT SEMI JOIN items i ON i.item = s.item AND NOT i.weight = s.units;
SELECT a.sale, b.sale FROM sales a FULL JOIN sales b ON a.item = b.shop AND a.units IS NOT NULL;

-- Joins that follow each other, in another order than that of the text
SELECT count(*), sum(s.amount * (1 - f.rate)) FROM sales s, items i, shops h, fees f WHERE s.item = i.item AND s.shop = h.shop AND f.country = h.country AND f.kind = i.kind;
SELECT count(*) FROM fees f JOIN fees g ON f.kind < g.kind JOIN shops h ON h.country = g.country CROSS JOIN (SELECT 1 AS one) WHERE f.country = 'DE';
SELECT count(*) FROM (SELECT s.item, h.country FROM sales s JOIN shops h ON h.shop = s.shop) x JOIN (SELECT i.item, f.country FROM items i JOIN fees f ON f.kind = i.kind) y ON x.item = y.item AND x.country = y.country;
SELECT count(*) FROM sales s JOIN items i ON i.item = s.item JOIN shops h ON cast(h.code AS INT) = s.shop JOIN fees f ON f.country = h.country WHERE h.code <> 'none';
