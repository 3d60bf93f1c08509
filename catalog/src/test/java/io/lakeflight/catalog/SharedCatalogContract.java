package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewBuilder;
import org.junit.jupiter.api.Test;

/** What catalogs do beside that which several may write at the same time, and which have views and can rename. */
public abstract class SharedCatalogContract extends LakeCatalogContract {
    private static final TableIdentifier RENAMED = TableIdentifier.of(SALES, "renamed");

    @Test
    void concurrentCommitsOfTwoServersAreAllKept() throws Exception {
        Map<String, String> patience = Map.of("commit.retry.num-retries", "100", "commit.retry.max-wait-ms", "50");
        catalog.call(() -> catalog.tables().createTable(ORDERS, SCHEMA, PartitionSpec.unpartitioned(), patience));

        inParallel(24, number -> {
            append(number % 2 == 0 ? catalog : other, ORDERS, "file-" + number);
            return true;
        });

        assertThat(files(catalog, ORDERS))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 24)
                        .mapToObj(number -> "file-" + number)
                        .toList());
        assertThat(load(other, ORDERS).snapshots()).hasSize(24);
    }

    @Test
    void oneOfTwoServersCreatesATable() throws Exception {
        for (int round = 0; round < 5; round++) {
            TableIdentifier table = TableIdentifier.of(SALES, "table" + round);
            List<String> winners = inParallel(4, number -> created(number % 2 == 0 ? catalog : other, table));

            assertThat(winners)
                    .filteredOn(uuid -> !uuid.isEmpty())
                    .hasSize(1)
                    .first()
                    .satisfies(uuid -> {
                        assertThat(load(catalog, table).uuid()).hasToString(uuid);
                        assertThat(load(other, table).uuid()).hasToString(uuid);
                    });
        }
    }

    @Test
    void tablesAreRenamed() {
        UUID created = createTable(ORDERS).uuid();
        createTable(TableIdentifier.of(SALES, "taken"));

        other.call(() -> {
            other.tables().renameTable(ORDERS, RENAMED);
            return true;
        });

        assertThat(load(catalog, RENAMED).uuid()).isEqualTo(created);
        assertThatThrownBy(() -> load(catalog, ORDERS)).isInstanceOf(NoSuchTableException.class);
        assertThatThrownBy(() -> catalog.call(() -> {
                    catalog.tables().renameTable(RENAMED, TableIdentifier.of(SALES, "taken"));
                    return true;
                }))
                .isInstanceOf(AlreadyExistsException.class);
        // What was written under the old name is found under the new one, and a new table beside it is another.
        append(catalog, RENAMED, "a");
        createTable(ORDERS);
        assertThat(files(other, RENAMED)).containsExactly("a");
        assertThat(files(other, ORDERS)).isEmpty();
    }

    @Test
    void viewsAreSharedToo() {
        TableIdentifier name = TableIdentifier.of(SALES, "recent");
        catalog.call(() -> view(catalog, name, "SELECT 1 AS id").create());

        assertThat(sql(other, name)).isEqualTo("SELECT 1 AS id");
        other.call(() -> view(other, name, "SELECT 2 AS id").replace());
        assertThat(sql(catalog, name)).isEqualTo("SELECT 2 AS id");
        assertThat(other.call(() -> other.views().listViews(SALES))).containsExactly(name);
        assertThat(tables(other)).isEmpty();
        catalog.call(() -> {
            catalog.views().renameView(name, RENAMED);
            return true;
        });
        assertThat(sql(other, RENAMED)).isEqualTo("SELECT 2 AS id");
        assertThat(other.call(() -> other.views().dropView(RENAMED))).isTrue();
        assertThatThrownBy(() -> sql(catalog, RENAMED)).isInstanceOf(NoSuchViewException.class);
    }

    @Test
    void tableAndViewDoNotShareAName() {
        createTable(ORDERS);
        TableIdentifier recent = TableIdentifier.of(SALES, "recent");
        catalog.call(() -> view(catalog, recent, "SELECT 1 AS id").create());

        assertThatThrownBy(() ->
                        other.call(() -> view(other, ORDERS, "SELECT 1 AS id").create()))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> other.call(() -> other.tables().createTable(recent, SCHEMA)))
                .isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void propertiesOfNamespacesAreShared() {
        Namespace namespace = Namespace.of("finance");
        // Iceberg's client asks its maps for null.
        Map<String, String> properties = new HashMap<>(Map.of("owner", "ann", "comment", "it's 100 %"));
        catalog.call(() -> {
            catalog.namespaces().createNamespace(namespace, properties);
            return true;
        });

        other.call(() -> other.namespaces().setProperties(namespace, new HashMap<>(Map.of("owner", "bob"))));

        assertThat(catalog.call(() -> catalog.namespaces().loadNamespaceMetadata(namespace)))
                .containsEntry("owner", "bob")
                .containsEntry("comment", "it's 100 %");
    }

    protected interface Numbered<T> {
        T call(int number) throws Exception;
    }

    /** Does something several times at once; the results in order of the numbers. */
    protected static <T> List<T> inParallel(int times, Numbered<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int number = 0; number < times; number++) {
                int mine = number;
                tasks.add(() -> task.call(mine));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static String created(LakeCatalog catalog, TableIdentifier table) {
        try {
            return catalog.call(() -> catalog.tables().createTable(table, SCHEMA))
                    .uuid()
                    .toString();
        } catch (AlreadyExistsException e) {
            return "";
        }
    }

    private static ViewBuilder view(LakeCatalog catalog, TableIdentifier name, String sql) {
        return catalog.views()
                .buildView(name)
                .withSchema(SCHEMA)
                .withDefaultNamespace(SALES)
                .withQuery("spark", sql);
    }

    private static String sql(LakeCatalog catalog, TableIdentifier name) {
        View view = catalog.call(() -> catalog.views().loadView(name));
        return view.sqlFor("spark").sql();
    }
}
