package io.lakeflight.engine.spark;

import io.lakeflight.engine.protocol.EngineProtocol;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts an engine process. */
@Command(name = "lakeflight-engine", description = "Runs SQL statements for a Lakeflight server, on Apache Spark")
public final class EngineMain implements Callable<Integer> {
    private static final int EXIT_USAGE = 2;

    @Option(names = "--port", description = "Port on 127.0.0.1; 0 takes a free one", defaultValue = "0")
    private int port;

    @Option(names = "--conf", description = "A Spark property, key=value; may be repeated")
    private Map<String, String> conf = new LinkedHashMap<>();

    @Option(names = "--exit-when-stdin-closes", description = "End with the process that holds our standard input")
    private boolean exitWhenStdinCloses;

    @Option(
            names = "--lost-server-timeout",
            description = "Seconds without a call from a server before the engine ends; 0 for never",
            defaultValue = "60")
    private long lostServerTimeoutSeconds;

    private final PrintStream ready;

    private EngineMain(PrintStream ready) {
        this.ready = ready;
    }

    public static void main(String[] arguments) {
        PrintStream standardOutput = System.out;
        EngineLog.open();
        // Libraries print to standard output now and then; it belongs to the ready line alone.
        System.setOut(System.err);
        System.exit(new CommandLine(new EngineMain(standardOutput)).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        String token = System.getenv(EngineProtocol.TOKEN_VARIABLE);
        if (token == null || token.isEmpty()) {
            System.err.println("Cannot start without a token in " + EngineProtocol.TOKEN_VARIABLE);
            return EXIT_USAGE;
        }
        AtomicReference<@Nullable EngineServer> started = new AtomicReference<>();
        if (exitWhenStdinCloses) {
            watchStdin(started);
        }
        BrokenEngine.haltOnFatalErrors();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try (EngineServer server =
                EngineServer.start(port, token, conf, Duration.ofSeconds(lostServerTimeoutSeconds))) {
            started.set(server);
            server.sessions().warmUp();
            ready.println(EngineProtocol.READY_PREFIX + server.port());
            ready.flush();
            server.awaitStop();
        }
        return 0;
    }

    private static void watchStdin(AtomicReference<@Nullable EngineServer> started) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Whatever arrives is of no interest, only that the pipe is open.
                        }
                    } catch (IOException e) {
                        // A broken pipe means the same as a closed one.
                    }
                    Optional.ofNullable(started.get())
                            .ifPresent(server -> server.fastLane().expectEnd());
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                    Runtime.getRuntime().halt(0);
                },
                "stdin-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }
}
