package io.lakeflight.server.catalogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.CatalogUnusableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.server.control.ControlDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCatalogAdministration {
    private static final CatalogDefinition SALES = CatalogDefinition.internal("sales");

    @TempDir
    private Path home;

    @Test
    void addedCatalogIsThereAfterARestartAndRemovedOneIsNot() {
        start((administration, catalogs) -> administration.add(SALES));
        start((administration, catalogs) -> {
            assertThat(catalogs.catalogs()).containsExactly("lake", "sales");
            assertThat(catalogs.schemas("sales")).containsExactly("default");
            assertThat(administration.remove("sales")).isTrue();
            assertThat(administration.remove("sales")).isFalse();
        });
        start((administration, catalogs) -> assertThat(catalogs.catalogs()).containsExactly("lake"));
    }

    @Test
    void catalogThatDoesNotAnswerIsNotKept() {
        CatalogDefinition lost = new CatalogDefinition(
                "lost", CatalogType.REST, Map.of("uri", "http://127.0.0.1:1", "token", "hush"), Duration.ofSeconds(20));
        start((administration, catalogs) -> {
            assertThatThrownBy(() -> administration.add(lost))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("\"lost\"")
                    .hasMessageNotContaining("hush");
            assertThat(administration.list())
                    .extracting(entry -> entry.definition().name())
                    .containsExactly("lake");
        });
    }

    @Test
    void namesAreUniqueAndConfiguredOnesStay() {
        start((administration, catalogs) -> {
            assertThatThrownBy(() -> administration.add(CatalogDefinition.internal("lake")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("already");
            assertThatThrownBy(() -> administration.remove("lake"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("configuration");
        });
    }

    @Test
    void configuredCatalogThatCannotBeOpenedFailsAloneAndMayComeBack() throws Exception {
        Path warehouse = Files.createFile(home.resolve("warehouse-to-be"));
        CatalogDefinition broken = new CatalogDefinition(
                "broken",
                CatalogType.INTERNAL,
                Map.of("warehouse", warehouse.toString()),
                CatalogDefinition.DEFAULT_TIMEOUT);
        CatalogsConfig config = new CatalogsConfig(List.of(CatalogDefinition.internal("lake"), broken));

        start(config, (administration, catalogs) -> {
            assertThat(administration.list()).hasSize(2);
            assertThat(catalogs.schemas("lake")).containsExactly("default");
            assertThatThrownBy(() -> catalogs.schemas("broken"))
                    .isInstanceOf(CatalogUnusableException.class)
                    .hasMessageContaining("\"broken\"")
                    .hasMessageContaining(warehouse.toString());

            assertThat(warehouse.toFile().delete()).isTrue();
            assertThat(catalogs.schemas("broken")).containsExactly("default");
        });
    }

    @Test
    void catalogDefinedAnewHasAnotherVersion() {
        start((administration, catalogs) -> {
            administration.add(SALES);
            String first = catalogs.versions().get("sales");
            administration.remove("sales");
            administration.add(SALES);
            assertThat(catalogs.versions().get("sales")).isNotEqualTo(first);
        });
    }

    @Test
    void databaseIsReadableByItsOwnerOnly() throws Exception {
        start((administration, catalogs) -> administration.add(SALES));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("state/control.db"))))
                .isEqualTo("rw-------");
    }

    private void start(BiConsumer<CatalogAdministration, Catalogs> test) {
        start(CatalogsConfig.DEFAULTS, test);
    }

    private void start(CatalogsConfig config, BiConsumer<CatalogAdministration, Catalogs> test) {
        try (ControlDatabase database = ControlDatabase.open(home);
                Catalogs catalogs = Catalogs.of()) {
            test.accept(
                    new CatalogAdministration(
                            config,
                            new CatalogStore(database.jdbi()),
                            catalogs,
                            home,
                            CatalogCaches.of(CacheConfig.DEFAULTS)),
                    catalogs);
        }
    }
}
