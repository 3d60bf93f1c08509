package io.lakeflight.server.config;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.server.ServerConfig;
import io.lakeflight.server.catalogs.CatalogsConfig;
import io.lakeflight.server.control.DataCacheConfig;
import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Purpose;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlaneConfig.Timeouts;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.EngineClasses;
import io.lakeflight.server.control.FastLaneConfig;
import io.lakeflight.server.flight.FlightConfig;
import io.lakeflight.server.http.HttpConfig;
import io.lakeflight.server.maintenance.MaintenanceConfig;
import io.lakeflight.server.maintenance.PolicyKey;
import io.lakeflight.server.query.HistoryConfig;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.session.SessionConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads a configuration file; a key it leaves out has the default of its record. */
public final class ConfigLoader {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern MASTER = Pattern.compile("local\\[(\\*|[1-9]\\d{0,2})]");
    private static final Pattern MEMORY = Pattern.compile("[1-9]\\d{0,6}[gG]|[1-9]\\d{3,6}[mM]|[5-9]\\d\\d[mM]");

    private final List<String> problems = new ArrayList<>();

    private ConfigLoader() {}

    /**
     * Loads the file, with options of the command line over it.
     *
     * @param options values by key, e.g. {@code flight.port}; given as {@code --flight-port}
     * @throws ConfigException with all problems
     */
    public static ServerConfig load(Path file, Map<String, String> options, Path home, EngineClasses engineClasses) {
        return new ConfigLoader().read(file, options, home, engineClasses);
    }

    private ServerConfig read(Path file, Map<String, String> options, Path home, EngineClasses engineClasses) {
        Map<String, ConfigNode> entries = new ConfigFile(file, problems).read().entries();
        options.forEach((key, value) -> override(entries, key, value));
        ConfigSection root = new ConfigSection("", entries, problems);
        ServerConfig config = new ServerConfig(
                home,
                engineClasses,
                flight(root.section("flight")),
                http(root.section("http")),
                catalogs(root),
                caches(root.section("metadata-cache")),
                dataPlanes(root),
                routing(root.section("routing"), file),
                limits(root.section("limits")),
                sessions(root.section("sessions")),
                history(root.section("history")),
                maintenance(root.section("maintenance")),
                statistics(root.section("statistics")));
        root.refuseUnknownKeys();
        refuseSharedPort(root, config);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private static void override(Map<String, ConfigNode> entries, String key, String value) {
        String option = "--" + key.replace('.', '-');
        String section = key.substring(0, key.indexOf('.'));
        ConfigNode node = entries.get(section);
        if (node == null || node instanceof ConfigNode.Nothing) {
            node = new ConfigNode.Mapping(option, new LinkedHashMap<>());
            entries.put(section, node);
        }
        if (node instanceof ConfigNode.Mapping mapping) {
            mapping.entries().put(key.substring(section.length() + 1), new ConfigNode.Scalar(option, value));
        }
    }

    private FlightConfig flight(ConfigSection section) {
        FlightConfig defaults = FlightConfig.DEFAULTS;
        FlightConfig config = new FlightConfig(
                section.loopbackAddress("address", defaults.address()),
                section.integer("port", defaults.port(), 0, 65_535));
        section.refuseUnknownKeys();
        return config;
    }

    private HttpConfig http(ConfigSection section) {
        HttpConfig defaults = HttpConfig.DEFAULTS;
        HttpConfig config = new HttpConfig(
                section.loopbackAddress("address", defaults.address()),
                section.integer("port", defaults.port(), 0, 65_535),
                section.integer("max-requests", defaults.maxRequests(), 1, 56),
                section.size("max-body-size", defaults.maxBodyBytes(), 1 << 20, 1 << 28),
                section.duration("idempotency-lifetime", defaults.idempotencyLifetime(), SECOND, YEAR));
        section.refuseUnknownKeys();
        return config;
    }

    private CatalogsConfig catalogs(ConfigSection root) {
        Map<String, CatalogDefinition> definitions = new LinkedHashMap<>();
        CatalogsConfig.DEFAULTS.definitions().forEach(definition -> definitions.put(definition.name(), definition));
        root.sections("catalogs").forEach((name, section) -> {
            if (CatalogDefinition.NAME.matcher(name).matches()) {
                int problemsBefore = problems.size();
                CatalogDefinition definition = catalog(name, section);
                if (problems.size() == problemsBefore) {
                    section.check(definition::requireUsable);
                }
                definitions.put(name, definition);
            } else {
                section.refuse("cannot name a catalog (expected: small letters, digits and \"_\", a letter first)");
            }
        });
        return new CatalogsConfig(List.copyOf(definitions.values()));
    }

    private static CatalogDefinition catalog(String name, ConfigSection section) {
        CatalogType type = section.choice("type", CatalogType.INTERNAL, CatalogType::of, CatalogType.keys());
        Duration timeout = section.duration("timeout", CatalogDefinition.DEFAULT_TIMEOUT, MILLISECOND, HOUR);
        Map<String, String> properties = new LinkedHashMap<>(section.texts("properties", Map.of(), ""));
        section.refuseUnknownKeys();
        properties.replaceAll((key, value) -> section.withEnvironment("properties", key, value));
        return new CatalogDefinition(name, type, properties, timeout);
    }

    private CacheConfig caches(ConfigSection section) {
        CacheConfig defaults = CacheConfig.DEFAULTS;
        CacheConfig config = new CacheConfig(
                section.size("tables", defaults.metadataBytes(), 1 << 20, 1 << 30),
                section.size("manifests", defaults.manifestBytes(), 1 << 20, 1 << 30),
                section.size("max-manifest-size", defaults.maxManifestBytes(), 1 << 10, 1 << 28),
                section.integer("read-ahead", defaults.readAhead(), 0, 100_000),
                section.size("max-schema-size", defaults.maxSchemaBytes(), 0, 1 << 20));
        section.refuseUnknownKeys();
        return config;
    }

    private DataPlanesConfig dataPlanes(ConfigSection root) {
        Map<String, DataPlaneConfig> planes = new LinkedHashMap<>(DataPlanesConfig.DEFAULTS.planes());
        root.sections("data-planes").forEach((name, section) -> {
            if (NAME.matcher(name).matches()) {
                planes.put(name, dataPlane(section, planes.getOrDefault(name, DataPlaneConfig.DEFAULTS)));
            } else {
                section.refuse("cannot name a data plane (expected: small letters, digits and \"-\", a letter first)");
            }
        });
        String shipped = DataPlanesConfig.DEFAULTS.defaultPlane();
        String defaultPlane = root.section("routing")
                .choice(
                        "default-plane",
                        shipped,
                        name -> Optional.of(name).filter(planes::containsKey),
                        List.copyOf(planes.keySet()));
        return new DataPlanesConfig(planes, defaultPlane);
    }

    private static RoutingConfig routing(ConfigSection section, Path file) {
        String rules = section.plain("rules", RoutingConfig.RULES, String::strip);
        section.ignore("default-plane");
        int textCache = section.size("text-cache", RoutingConfig.TEXT_CACHE_BYTES, 1 << 10, 1 << 30);
        int planCache = section.size("plan-cache", RoutingConfig.PLAN_CACHE_BYTES, 1 << 10, 1 << 30);
        int scanCache = section.size("scan-cache", RoutingConfig.SCAN_CACHE_BYTES, 1 << 10, 1 << 30);
        section.refuseUnknownKeys();
        return new RoutingConfig(file.toAbsolutePath().resolveSibling(rules), textCache, planCache, scanCache);
    }

    private static DataPlaneConfig dataPlane(ConfigSection section, DataPlaneConfig defaults) {
        Timeouts timeouts = new Timeouts(
                section.duration("start-timeout", defaults.startTimeout(), SECOND, HOUR),
                section.duration("silence-timeout", defaults.silenceTimeout(), SECOND, HOUR),
                section.duration("idle-timeout", defaults.idleTimeout(), SECOND, YEAR));
        DataPlaneConfig config = new DataPlaneConfig(
                section.choice("start", defaults.start(), Start::of, Start.words()),
                section.integer("engines", defaults.engines(), 1, 64),
                section.text("master", defaults.master(), MASTER, "local[*], or local[n] with at most 999 task slots"),
                section.text("memory", defaults.memory(), MEMORY, "at least 500m, as Java writes it, e.g. 2g"),
                timeouts,
                purpose(section, defaults.purpose()),
                section.lines("warm-up", defaults.warmUp(), UnaryOperator.identity()),
                section.texts("spark-conf", defaults.sparkConf(), "spark."),
                fastLane(section.section("fast-lane"), defaults.fastLane()));
        section.refuseUnknownKeys();
        return config;
    }

    private static FastLaneConfig fastLane(ConfigSection section, FastLaneConfig defaults) {
        FastLaneConfig config = new FastLaneConfig(
                section.flag("enabled", defaults.enabled()),
                section.bytes("max-bytes", defaults.maxBytes(), 1 << 20, 1L << 40),
                section.integer("max-rows", defaults.maxRows(), 1, Integer.MAX_VALUE),
                section.integer("max-result-rows", defaults.maxResultRows(), 1, Integer.MAX_VALUE),
                section.bytes("memory", defaults.memoryBytes(), 64 << 20, 1L << 40),
                section.integer("threads", defaults.threads(), 0, 999),
                section.integer("max-concurrent", defaults.maxConcurrent(), 1, 1_000),
                section.duration("timeout", defaults.timeout(), MILLISECOND, HOUR),
                section.bytes("known-queries", defaults.knownBytes(), 0, 1L << 32),
                section.bytes("hot-columns", defaults.hotBytes(), 0, 1L << 40),
                section.share("shadow", defaults.shadow()),
                dataCache(section.section("data-cache"), defaults.dataCache()));
        section.refuseUnknownKeys();
        return config;
    }

    private static DataCacheConfig dataCache(ConfigSection section, DataCacheConfig defaults) {
        DataCacheConfig config = new DataCacheConfig(
                section.bytes("size", defaults.sizeBytes(), 0, 1L << 44),
                section.plain("directory", defaults.directory(), String::strip),
                section.bytes("max-fetch", defaults.maxFetchBytes(), 0, 1L << 40),
                section.integer("fetch-threads", defaults.fetchThreads(), 1, 1_000),
                section.lines("directory-catalogs", defaults.directoryCatalogs(), ConfigLoader::catalogName));
        section.refuseUnknownKeys();
        return config;
    }

    private static String catalogName(String text) {
        if (!CatalogDefinition.NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is \"" + text + "\" (expected: the name of a catalog: small letters, digits and \"_\")");
        }
        return text;
    }

    private static Purpose purpose(ConfigSection section, Purpose defaults) {
        long maxBytes = section.limit("max-bytes", defaults.maxBytes());
        List<String> tags = section.lines("tags", List.copyOf(defaults.tags()), ConfigLoader::tag);
        return new Purpose(maxBytes, Set.copyOf(tags));
    }

    private static String tag(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is \"" + text + "\" (expected: small letters, digits and \"-\", a letter first)");
        }
        return text;
    }

    private LimitsConfig limits(ConfigSection section) {
        LimitsConfig defaults = LimitsConfig.DEFAULTS;
        LimitsConfig config = new LimitsConfig(
                section.size("max-statement-size", defaults.maxStatementBytes(), 1 << 10, 1 << 28),
                section.integer("max-statement-depth", defaults.maxStatementDepth(), 10, 10_000),
                section.size("max-parameter-size", defaults.maxParameterBytes(), 1 << 10, 1 << 30),
                section.size("max-held-size", defaults.maxHeldBytes(), 1 << 20, 1 << 30),
                section.integer("max-running-statements", defaults.maxRunningStatements(), 1, 100_000),
                section.integer("max-joined-rows", defaults.maxJoinedRows(), 1, Integer.MAX_VALUE),
                section.duration("statement-timeout", defaults.statementTimeout(), SECOND, YEAR));
        section.refuseUnknownKeys();
        return config;
    }

    private SessionConfig sessions(ConfigSection section) {
        SessionConfig defaults = SessionConfig.DEFAULTS;
        SessionConfig config = new SessionConfig(
                section.duration("idle-timeout", defaults.idleTimeout(), SECOND, YEAR),
                section.duration("detached-timeout", defaults.detachedTimeout(), SECOND, YEAR),
                section.duration("handle-timeout", defaults.handleTimeout(), SECOND, YEAR),
                section.integer("max-sessions", defaults.maxSessions(), 1, 1_000_000),
                section.integer("max-handles", defaults.maxHandles(), 1, 1_000_000),
                section.integer("max-settings", defaults.maxSettings(), 1, 100_000));
        section.refuseUnknownKeys();
        return config;
    }

    private HistoryConfig history(ConfigSection section) {
        HistoryConfig defaults = HistoryConfig.DEFAULTS;
        HistoryConfig config = new HistoryConfig(section.integer("max-queries", defaults.maxQueries(), 0, 1_000_000));
        section.refuseUnknownKeys();
        return config;
    }

    private MaintenanceConfig maintenance(ConfigSection section) {
        MaintenanceConfig defaults = MaintenanceConfig.DEFAULTS;
        Map<PolicyKey, String> policy = new EnumMap<>(PolicyKey.class);
        for (PolicyKey key : PolicyKey.values()) {
            policy.put(key, section.plain(key.word(), key.shipped(), key::plain));
        }
        MaintenanceConfig config = new MaintenanceConfig(
                section.flag("scheduled", defaults.scheduled()),
                section.duration("interval", defaults.interval(), SECOND, YEAR),
                section.duration("cooldown", defaults.cooldown(), SECOND, YEAR),
                section.integer("max-concurrent", defaults.maxConcurrent(), 1, 64),
                section.duration("history-age", defaults.historyAge(), HOUR, YEAR.multipliedBy(10)),
                section.integer("history-entries", defaults.historyEntries(), 100, 1_000_000),
                policy);
        section.refuseUnknownKeys();
        return config;
    }

    private StatisticsConfig statistics(ConfigSection section) {
        StatisticsConfig defaults = StatisticsConfig.DEFAULTS;
        StatisticsConfig config = new StatisticsConfig(
                section.integer("max-manifests", defaults.maxManifests(), 1, 1_000_000),
                section.integer("max-files", defaults.maxFiles(), 1, 100_000_000),
                section.size("cache", defaults.cacheBytes(), 1 << 10, 1 << 30));
        section.refuseUnknownKeys();
        return config;
    }

    private void refuseSharedPort(ConfigSection root, ServerConfig config) {
        int port = config.http().port();
        if (port != 0 && port == config.flight().port()) {
            String place = root.section("http")
                    .place("port")
                    .or(() -> root.section("flight").place("port"))
                    .orElse("");
            problems.add(
                    place + ": http.port: is " + port + ", which flight.port is too (expected: two different ports)");
        }
    }
}
