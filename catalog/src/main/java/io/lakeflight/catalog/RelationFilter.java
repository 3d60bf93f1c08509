package io.lakeflight.catalog;

import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.Namespace;

/**
 * Which tables and views a listing is of.
 *
 * @param schema the only schema asked for, which is then looked up instead of listed
 * @param namespace of those whose schema has this name, the only one asked for
 * @param table the only name asked for, likewise
 * @param alike what every name that is asked for looks like, as a {@link NameShape}; for databases, which may leave out
 *     what does not
 * @param schemas tells which schemas are
 * @param tables tells which names are
 */
public record RelationFilter(
        Optional<String> schema,
        Optional<Namespace> namespace,
        Optional<String> table,
        Optional<NameShape> alike,
        Predicate<String> schemas,
        Predicate<String> tables) {
    public static final RelationFilter ALL = matching(name -> true, name -> true);

    public RelationFilter(
            Optional<String> schema, Optional<String> table, Predicate<String> schemas, Predicate<String> tables) {
        this(schema, Optional.empty(), table, Optional.empty(), schemas, tables);
    }

    /** All of one schema. */
    public static RelationFilter of(String schema) {
        return new RelationFilter(Optional.of(schema), Optional.empty(), name -> true, name -> true);
    }

    /** The one of this name. */
    public static RelationFilter of(TableName name) {
        return new RelationFilter(
                Optional.of(name.schema()),
                Optional.of(name.namespace()),
                Optional.of(name.table()),
                Optional.empty(),
                schema -> true,
                table -> true);
    }

    /** By what names look like. */
    public static RelationFilter matching(Predicate<String> schemas, Predicate<String> tables) {
        return new RelationFilter(Optional.empty(), Optional.empty(), schemas, tables);
    }

    /** As above, of tables whose names all have a shape. */
    public static RelationFilter matching(Predicate<String> schemas, NameShape shape, Predicate<String> tables) {
        return new RelationFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(shape), schemas, tables);
    }

    boolean test(TableName name) {
        return schema.map(name.schema()::equals).orElse(true)
                && namespace.map(name.namespace()::equals).orElse(true)
                && table.map(name.table()::equals).orElse(true)
                && schemas.test(name.schema())
                && tables.test(name.table());
    }
}
