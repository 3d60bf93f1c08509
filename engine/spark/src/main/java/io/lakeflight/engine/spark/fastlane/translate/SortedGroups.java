package io.lakeflight.engine.spark.fastlane.translate;

import org.apache.spark.sql.types.DataTypes;

/**
 * Groups whose values DuckDB sorts once all of them are there, as for a median. It does not look whether it is cancelled
 * meanwhile, and takes up to 80 ms for a million of them, in however many groups they are. Of more rows than that, whatever
 * joins and conditions they come through, it reads no more: they are an error, which sends the statement to Spark.
 *
 * @param lists that are sorted, one after the other
 */
record SortedGroups(Names names, int lists) {
    private static final int MOST_VALUES = 1_000_000;

    private int mostRows() {
        return MOST_VALUES / lists;
    }

    /** What follows FROM, for rows that are to be grouped. */
    String from(String rows) {
        return "(SELECT * FROM " + rows + " LIMIT " + (mostRows() + 1) + ") AS " + names.next("t");
    }

    /**
     * The query of the groups, if they are of all rows. DuckDB moves what a query above asks of them to where the count is
     * checked, and may evaluate it first: groups of some rows only would be gone before anybody looks. It moves nothing below a
     * LIMIT, which lets all of them pass, as there are no more groups than rows.
     *
     * @param items that are selected of a group
     * @param rest of the query, from FROM on
     */
    String guarded(String items, String rest) throws Refusal {
        String count = names.next("n");
        String total = names.next("n");
        String groups = "(SELECT " + items + ", count(*) AS " + count + " " + rest + ") AS " + names.next("t");
        String counted =
                "(SELECT *, sum(" + count + ") OVER () AS " + total + " FROM " + groups + ") AS " + names.next("t");
        String condition = Texts.guarded(total + " <= " + mostRows(), "true", DataTypes.BooleanType);
        return "SELECT * FROM " + counted + " WHERE " + condition + " LIMIT " + (mostRows() + 1);
    }
}
