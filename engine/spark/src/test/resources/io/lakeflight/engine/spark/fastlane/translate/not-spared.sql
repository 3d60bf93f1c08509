-- An error in a group, or a row, that the result has no need of
SELECT i.item, g.total FROM items i JOIN (SELECT item, sum(large) AS total FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 2';
SELECT i.item, g.total FROM items i JOIN (SELECT item, sum(units / (item - 1)) AS total FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 2';
SELECT i.item, g.n FROM items i JOIN (SELECT item, count(*) / sum(if(item = 1, 0, 1)) AS n FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 2';
SELECT i.item, g.n FROM items i JOIN (SELECT item, max(cast(code AS INT)) AS n FROM sales GROUP BY item) g ON g.item = i.item WHERE i.brand = 'brand 2'
