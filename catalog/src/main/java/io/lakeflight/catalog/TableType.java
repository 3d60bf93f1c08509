package io.lakeflight.catalog;

/** What kind of relation a name stands for; the constants are the table types clients see. */
public enum TableType {
    TABLE,
    VIEW
}
