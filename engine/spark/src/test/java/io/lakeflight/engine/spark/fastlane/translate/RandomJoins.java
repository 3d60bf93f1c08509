package io.lakeflight.engine.spark.fastlane.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Queries that join the tables of {@link ITRewrittenPlans} in any way. One for each query. */
final class RandomJoins {
    private static final List<String> KEYS = List.of("item", "shop", "units", "discount");
    private static final List<String> KINDS =
            List.of("JOIN", "JOIN", "JOIN", "LEFT JOIN", "LEFT SEMI JOIN", "LEFT ANTI JOIN", "RIGHT JOIN");

    private final Random random;
    private final List<String> visible = new ArrayList<>();
    private int tables;

    RandomJoins(Random random) {
        this.random = random;
    }

    String statement() {
        StringBuilder from = new StringBuilder("(" + source() + ") " + newTable(true));
        int joins = 1 + random.nextInt(3);
        for (int i = 0; i < joins; i++) {
            String kind = pick(KINDS);
            boolean isOnlyAsked = kind.contains("SEMI") || kind.contains("ANTI");
            String left = pick(visible);
            String right = newTable(!isOnlyAsked);
            from.append(" " + kind + " (" + source() + ") " + right + " ON " + left + "." + pick(KEYS) + " = " + right
                    + "." + pick(KEYS));
            if (random.nextInt(3) == 0) {
                from.append(" AND " + left + "." + pick(KEYS) + pick(List.of(" < ", " <> ", " = ")) + right + "."
                        + pick(KEYS));
            }
        }
        List<String> conditions = new ArrayList<>(List.of("true"));
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            conditions.add(condition());
        }
        String one = pick(visible);
        return "SELECT count(*), sum(" + one + ".units), max(" + pick(visible) + ".item), count(" + one
                + ".discount) FROM " + from + " WHERE " + String.join(" AND ", conditions);
    }

    private String source() {
        return switch (random.nextInt(4)) {
            case 0 -> "SELECT item, shop, units, discount FROM sales WHERE sale < 90";
            case 1 -> "SELECT item, shop, units, discount FROM sales WHERE sale < 120 AND shop = " + random.nextInt(12);
            case 2 ->
                "SELECT item, kind AS shop, weight AS units, kind AS discount FROM items WHERE brand = 'brand "
                        + random.nextInt(6) + "'";
            default ->
                "SELECT item, max(shop) AS shop, min(units) AS units, count(discount) AS discount FROM sales"
                        + " WHERE units IS NOT NULL GROUP BY item";
        };
    }

    private String newTable(boolean isVisible) {
        tables++;
        String name = "t" + tables;
        if (isVisible) {
            visible.add(name);
        }
        return name;
    }

    private String condition() {
        String table = pick(visible);
        String key = pick(KEYS);
        return switch (random.nextInt(6)) {
            case 0 -> table + "." + key + " IS NOT NULL";
            case 1 -> table + "." + key + " IS NULL";
            case 2 -> table + "." + key + " = " + random.nextInt(6);
            case 3 ->
                "EXISTS (SELECT 1 FROM sales e WHERE e." + pick(KEYS) + " = " + table + "." + key + " AND e."
                        + pick(KEYS) + " <> " + table + "." + pick(KEYS) + ")";
            case 4 -> "NOT EXISTS (SELECT 1 FROM items e WHERE e.item = " + table + "." + key + ")";
            default ->
                table + ".units >= (SELECT avg(units) FROM sales e WHERE e." + pick(KEYS) + " = " + table + "." + key
                        + ")";
        };
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
