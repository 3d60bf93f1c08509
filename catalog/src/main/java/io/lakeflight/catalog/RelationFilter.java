package io.lakeflight.catalog;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which tables and views a listing is of.
 *
 * @param schema the only schema asked for, which is then looked up instead of listed
 * @param table the only name asked for, likewise
 * @param schemas tells which schemas are
 * @param tables tells which names are
 */
public record RelationFilter(
        Optional<String> schema, Optional<String> table, Predicate<String> schemas, Predicate<String> tables) {
    public static final RelationFilter ALL =
            new RelationFilter(Optional.empty(), Optional.empty(), name -> true, name -> true);

    /** All of one schema. */
    public static RelationFilter of(String schema) {
        return new RelationFilter(Optional.of(schema), Optional.empty(), name -> true, name -> true);
    }

    /** By what names look like. */
    public static RelationFilter matching(Predicate<String> schemas, Predicate<String> tables) {
        return new RelationFilter(Optional.empty(), Optional.empty(), schemas, tables);
    }

    boolean test(TableName name) {
        return schema.map(name.schema()::equals).orElse(true)
                && table.map(name.table()::equals).orElse(true)
                && schemas.test(name.schema())
                && tables.test(name.table());
    }
}
