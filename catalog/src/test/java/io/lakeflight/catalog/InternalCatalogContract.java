package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.junit.jupiter.api.Test;

/** What our own catalogs do beside that: any name, and commits to several tables, whatever their database. */
public abstract class InternalCatalogContract extends SharedCatalogContract {
    private static final List<String> NAMES = List.of(
            "a.b",
            "it's",
            "\"q\"",
            "a\\b",
            "a\\",
            "100%",
            "_",
            "a!b",
            "a/b",
            "../../up",
            " a ",
            "höhe",
            "hohe\u0308",
            "表\uD83D\uDE00",
            "SELECT",
            "a;DROP TABLE iceberg_tables;--",
            "?",
            "${x}");
    private static final TableIdentifier ITEMS = TableIdentifier.of(SALES, "items");

    @Test
    void defaultSchemaIsThereFromTheStart() {
        assertThat(other.call(() -> other.namespaces().listNamespaces()))
                .containsExactlyInAnyOrder(Namespace.of(LakeCatalog.DEFAULT_SCHEMA), SALES);
    }

    @Test
    void locationsOfSeveralTablesAreThoseOfEach() {
        Namespace europe = Namespace.of("sales", "eu");
        createNamespace(europe);
        List<TableIdentifier> tables = List.of(
                TableIdentifier.of(SALES, "orders"),
                TableIdentifier.of(SALES, "items"),
                TableIdentifier.of(europe, "orders"));
        tables.forEach(this::createTable);
        TableIdentifier view = TableIdentifier.of(SALES, "seen");
        catalog.call(() -> catalog.views()
                .buildView(view)
                .withSchema(SCHEMA)
                .withDefaultNamespace(SALES)
                .withQuery("spark", "SELECT 1")
                .create());
        List<TableIdentifier> asked = new ArrayList<>(tables);
        asked.addAll(List.of(view, TableIdentifier.of(SALES, "none"), TableIdentifier.of("nowhere", "orders")));

        Map<TableIdentifier, String> locations = other.metadataLocations(asked).orElseThrow();

        assertThat(locations).containsOnlyKeys(tables);
        tables.forEach(table -> assertThat(locations.get(table))
                .isEqualTo(other.metadataLocation(table).orElseThrow()));
        assertThat(other.metadataLocations(List.of()).orElseThrow()).isEmpty();
    }

    @Test
    void anyNameIsExactlyItself() {
        for (String name : NAMES) {
            Namespace outer = Namespace.of(name);
            Namespace inner = Namespace.of(name, name);
            TableIdentifier table = TableIdentifier.of(inner, name);
            createNamespace(outer);
            createNamespace(inner);

            createTable(table);

            assertThat(other.call(() -> other.namespaces().listNamespaces(outer)))
                    .containsExactly(inner);
            assertThat(other.call(() -> other.tables().listTables(inner))).containsExactly(table);
            assertThat(other.metadataLocation(table)).isPresent();
            assertThat(other.metadataLocations(List.of(table)).orElseThrow())
                    .containsExactly(
                            Map.entry(table, other.metadataLocation(table).orElseThrow()));
            assertThat(other.call(() -> other.tables().dropTable(table))).isTrue();
            assertThat(other.call(() -> other.namespaces().dropNamespace(inner)))
                    .isTrue();
            assertThat(other.call(() -> other.namespaces().dropNamespace(outer)))
                    .isTrue();
        }
    }

    @Test
    void namesThatLookAlikeAreDifferent() {
        List<String> names = List.of("höhe", "hohe\u0308", "HÖHE", "a", "A", "a ", "ß", "ss", "a_b", "a%b", "axb");
        for (String name : names) {
            createNamespace(Namespace.of("outer", name));
            createTable(TableIdentifier.of(SALES, name));
        }

        assertThat(tables(other)).extracting(TableIdentifier::name).containsExactlyInAnyOrderElementsOf(names);
        assertThat(other.call(() -> other.namespaces().listNamespaces(Namespace.of("outer"))))
                .hasSameSizeAs(names);
        assertThat(names).allSatisfy(name -> assertThat(
                        load(other, TableIdentifier.of(SALES, name)).location())
                .isEqualTo(load(catalog, TableIdentifier.of(SALES, name)).location()));
        assertThat(other.call(() -> other.namespaces().namespaceExists(Namespace.of("OUTER"))))
                .isFalse();
        assertThat(other.call(() -> other.namespaces().namespaceExists(Namespace.of("oute_"))))
                .isFalse();
    }

    @Test
    void tablesOfAShapeAreListed() {
        List.of("a_b", "A_B", "a_bc", "axb", "a!b", "title", "TITLE", "\u212a", "h\u00f6he")
                .forEach(name -> createTable(TableIdentifier.of(SALES, name)));

        // A name beyond ASCII has any shape, as far as a database can tell.
        assertThat(listed(shape("a_B").end())).containsExactly("A_B", "a_b", "h\u00f6he", "\u212a");
        assertThat(listed(shape("a_b").anyText())).containsExactly("A_B", "a_b", "a_bc", "h\u00f6he", "\u212a");
        assertThat(listed(shape("a").any().character('b').end()))
                .containsExactly("A_B", "a!b", "a_b", "axb", "h\u00f6he", "\u212a");
        assertThat(listed(shape("A!B").end())).containsExactly("a!b", "h\u00f6he", "\u212a");
        assertThat(listed(shape("Title").end())).containsExactly("TITLE", "h\u00f6he", "title", "\u212a");
        assertThat(listed(shape("a".repeat(5_000)).end())).containsExactly("h\u00f6he", "\u212a");
    }

    private static NameShape.Builder shape(String name) {
        NameShape.Builder shape = new NameShape.Builder();
        name.chars().forEach(shape::character);
        return shape;
    }

    private List<String> listed(NameShape shape) {
        RelationFilter filter = RelationFilter.matching(schema -> true, shape, table -> true);
        return other.call(() -> other.listing().orElseThrow().relations(filter)).stream()
                .map(relation -> relation.name().table())
                .toList();
    }

    @Test
    void longNamesArePossible() {
        Namespace namespace = Namespace.of("\uD83D\uDE00".repeat(255));
        TableIdentifier table = TableIdentifier.of(namespace, "表".repeat(255));
        createNamespace(namespace);

        createTable(table);
        append(other, table, "a");

        assertThat(other.call(() -> other.tables().listTables(namespace))).containsExactly(table);
        assertThat(files(catalog, table)).containsExactly("a");
    }

    @Test
    void longPropertiesOfNamespacesArePossible() {
        String comment = "長".repeat(5_000);
        catalog.call(() -> {
            catalog.namespaces().createNamespace(Namespace.of("long"), Map.of("comment", comment));
            return true;
        });

        assertThat(other.call(() -> other.namespaces().loadNamespaceMetadata(Namespace.of("long"))))
                .containsEntry("comment", comment);
    }

    @Test
    void oneOfTwoServersCreatesANamespace() throws Exception {
        for (int round = 0; round < 5; round++) {
            Namespace namespace = Namespace.of("round" + round);
            List<Boolean> winners = inParallel(
                    4,
                    number -> wins(() -> (number % 2 == 0 ? catalog : other)
                            .namespaces()
                            .createNamespace(namespace, Map.of("by", "server" + number))));

            assertThat(winners).containsOnlyOnce(true);
            String winner = "server" + winners.indexOf(true);
            assertThat(other.call(() -> other.namespaces().loadNamespaceMetadata(namespace)))
                    .containsEntry("by", winner);
        }
    }

    @Test
    void severalTablesChangeTogetherOrNotAtAll() {
        createTable(ORDERS);
        createTable(ITEMS);

        commit(catalog, set(ORDERS, "a", "1"), set(ITEMS, "a", "1"));
        assertThatThrownBy(() -> commit(other, set(ORDERS, "a", "2"), refused(ITEMS)))
                .isInstanceOf(CommitFailedException.class);

        assertThat(property(other, ORDERS, "a")).isEqualTo("1");
        assertThat(property(other, ITEMS, "a")).isEqualTo("1");
    }

    @Test
    void transactionsOfTwoServersDoNotWaitForEachOther() throws Exception {
        createTable(ORDERS);
        createTable(ITEMS);

        List<Boolean> outcomes = inParallel(24, number -> {
            UpdateTableRequest one = set(ORDERS, "key" + number, "1");
            UpdateTableRequest two = set(ITEMS, "key" + number, "1");
            return committed(
                    number % 2 == 0 ? catalog : other, number % 3 == 0 ? List.of(two, one) : List.of(one, two));
        });

        assertThat(outcomes).contains(true);
        List<Boolean> inOrders = new ArrayList<>();
        List<Boolean> inItems = new ArrayList<>();
        for (int number = 0; number < outcomes.size(); number++) {
            inOrders.add(property(catalog, ORDERS, "key" + number) != null);
            inItems.add(property(other, ITEMS, "key" + number) != null);
        }
        assertThat(inOrders).isEqualTo(outcomes);
        assertThat(inItems).isEqualTo(outcomes);
    }

    private static boolean wins(Runnable creation) {
        try {
            creation.run();
            return true;
        } catch (AlreadyExistsException e) {
            return false;
        }
    }

    private static boolean committed(LakeCatalog catalog, List<UpdateTableRequest> changes) {
        try {
            commit(catalog, changes.toArray(UpdateTableRequest[]::new));
            return true;
        } catch (CommitFailedException e) {
            return false;
        }
    }

    private static void commit(LakeCatalog catalog, UpdateTableRequest... changes) {
        catalog.call(() -> {
            catalog.commit(List.of(changes));
            return true;
        });
    }

    private static UpdateTableRequest set(TableIdentifier table, String key, String value) {
        return UpdateTableRequest.create(
                table, List.of(), List.of(new MetadataUpdate.SetProperties(Map.of(key, value))));
    }

    private static UpdateTableRequest refused(TableIdentifier table) {
        return UpdateTableRequest.create(
                table,
                List.of(new UpdateRequirement.AssertTableUUID("00000000-0000-0000-0000-000000000000")),
                List.of(new MetadataUpdate.SetProperties(Map.of("a", "2"))));
    }

    private static String property(LakeCatalog catalog, TableIdentifier table, String key) {
        return load(catalog, table).properties().get(key);
    }
}
