package io.lakeflight.server.cli;

import io.lakeflight.server.Server;
import io.lakeflight.server.ServerConfig;
import io.lakeflight.server.config.ConfigException;
import io.lakeflight.server.config.ConfigLoader;
import io.lakeflight.server.control.ClassArchive;
import io.lakeflight.server.control.EngineClasses;
import io.lakeflight.server.sample.SampleData;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a server with its engine until it is told to stop. */
@Command(
        name = "start",
        description = {
            "Start a server and its engine in the foreground.",
            "",
            "Prints \"Lakeflight is ready\" and how to connect once statements are answered. Ctrl-C or SIGTERM lets"
                    + " running statements finish and stops every process.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lakeflight.VersionText.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 stopped, 1 could not start, 2 wrong option or configuration.",
            "Command line options win over the configuration file."
        })
final class StartCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(StartCommand.class);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file, YAML (default: conf/lakeflight.yaml of the installation).")
    private Path config = Lakeflight.installation().resolve("conf/lakeflight.yaml");

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Directory of state, logs and tables; created if missing (default: var of the installation).")
    private Path home = Lakeflight.installation().resolve("var");

    @Option(
            names = "--flight-port",
            paramLabel = "PORT",
            description = "Port of the Flight SQL endpoint; 0 takes a free one (default: 32010).")
    private @Nullable String flightPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of the HTTP endpoint; 0 takes a free one (default: 8080).")
    private @Nullable String httpPort;

    @Option(
            names = "--sample-scale",
            paramLabel = "N",
            description = "Scale factor of the TPC-H sample tables in lake.tpch, if they are not there yet: 1 makes"
                    + " 6 million lines of 1.5 million orders (default: ${DEFAULT-VALUE}).")
    private String sampleScale = "0.1";

    @Option(names = "--no-sample", description = "Create no sample tables.")
    private boolean noSample;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        BigDecimal scale = scale();
        try (HomeDirectory directory = HomeDirectory.claim(home)) {
            ServerConfig serverConfig = ConfigLoader.load(config, options(), directory.path(), engineClasses());
            LogFile.open(directory.logFile());
            log.info("Configuration {}: {}", config, serverConfig);
            out.println("Starting Lakeflight; its log is " + directory.logFile());
            run(serverConfig, scale, out);
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return CommandLine.ExitCode.USAGE;
        }
    }

    private void run(ServerConfig serverConfig, BigDecimal scale, PrintWriter out) throws InterruptedException {
        try (Shutdown shutdown = new Shutdown(out)) {
            Server server = Server.start(serverConfig);
            Optional<ClassArchive> archive = classArchive();
            shutdown.onStop(() -> {
                archive.ifPresent(ClassArchive::close);
                server.close();
            });
            out.println("Starting the engine");
            server.awaitReady();
            if (!noSample) {
                SampleData.create(server.flightPort(), scale, out::println);
            }
            out.println(greeting(server));
            // For the next start; this one's clients come first.
            server.warmedUp().thenRun(() -> archive.ifPresent(written -> written.writeFrom(ProcessHandle.current())));
            shutdown.await();
        } catch (RuntimeException e) {
            log.error("Could not start", e);
            throw e;
        }
    }

    /** The launcher tells where it looks for the server's classes. */
    private static Optional<ClassArchive> classArchive() {
        return Optional.ofNullable(System.getProperty("lakeflight.class-archive"))
                .map(file -> ClassArchive.ofServer(Path.of(file)));
    }

    private String greeting(Server server) {
        String jdbcUrl = SqlCommand.jdbcUrl(server.flightPort());
        String url = jdbcUrl.equals(SqlCommand.DEFAULT_URL) ? "" : " --url '" + jdbcUrl + "'";
        String statement = noSample ? "SHOW SCHEMAS IN lake" : "SELECT count(*) FROM lake.tpch.lineitem";
        return """

                Lakeflight is ready

                  JDBC        %s
                  Flight SQL  grpc://127.0.0.1:%d
                  HTTP        http://127.0.0.1:%d

                Try in another terminal:
                  bin/lakeflight sql%s -e "%s"
                Ctrl-C stops it.""".formatted(jdbcUrl, server.flightPort(), server.httpPort(), url, statement);
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        if (flightPort != null) {
            options.put("flight.port", flightPort);
        }
        if (httpPort != null) {
            options.put("http.port", httpPort);
        }
        return options;
    }

    private BigDecimal scale() {
        try {
            BigDecimal scale = new BigDecimal(sampleScale);
            if (scale.compareTo(new BigDecimal("0.001")) >= 0 && scale.compareTo(new BigDecimal(1_000)) <= 0) {
                return scale;
            }
        } catch (NumberFormatException e) {
            log.debug("Not a number", e);
        }
        throw new ParameterException(
                spec.commandLine(), "--sample-scale is " + sampleScale + " (expected: a number, 0.001 to 1000)");
    }

    private static EngineClasses engineClasses() throws IOException {
        String file = System.getProperty("lakeflight.engine.class-path-file");
        if (file == null) {
            throw new IllegalStateException(
                    "The engine's class path is not known: start with bin/lakeflight, or set the system property"
                            + " lakeflight.engine.class-path-file");
        }
        Optional<Path> archives = Optional.ofNullable(System.getProperty("lakeflight.engine.class-archives"))
                .map(Path::of);
        return new EngineClasses(Files.readString(Path.of(file)).strip(), EngineClasses.MAIN_CLASS, archives);
    }
}
