package io.lakeflight.catalog;

import org.apache.iceberg.Schema;

/**
 * The form in which a server tells its clients of the columns of a table or view. It depends on nothing but the name and
 * the schema, so that a catalog of ours can keep it beside the pointer, and a listing of many tables opens no file.
 */
public interface SchemaForm {
    /** Another one for every way to tell the same schema: what was kept by other builds is then not used. */
    int version();

    /** Always the same bytes for the same name and schema. */
    byte[] of(TableName name, Schema schema);
}
