package io.lakeflight.server.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.server.catalogs.CatalogAdministration;
import io.lakeflight.server.control.EngineFence;
import io.lakeflight.server.maintenance.Maintenance;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The running HTTP endpoint: {@code /health}, the Iceberg REST catalogs under {@code /iceberg}, and {@code /api}. */
public final class HttpServer implements AutoCloseable {
    /** For as many Iceberg REST requests as there may be, of engines and of others, those of {@code /api}, and health. */
    private static final int MAX_THREADS = 128;

    /** Who sends more slowly, on average, holds a thread for nothing and is refused. */
    private static final long LEAST_BYTES_PER_SECOND = 1_024;

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

    private final Javalin javalin;
    private final String host;

    /**
     * Starts listening.
     *
     * @param fence through which engines change the catalogs
     * @param maintenance of tables; empty until the server has started
     * @param ready whether the server takes queries, which is what {@code /health} tells
     * @throws UncheckedIOException if the address cannot be listened on
     */
    public static HttpServer start(
            HttpConfig config,
            Catalogs catalogs,
            CatalogAdministration administration,
            EngineFence fence,
            StatisticsSource statistics,
            Supplier<Optional<Maintenance>> maintenance,
            BooleanSupplier ready) {
        return start(config, ready, javalin -> {
            new IcebergResource(config, catalogs, fence).register(javalin);
            new CatalogsResource(administration).register(javalin);
            new StatisticsResource(catalogs, statistics).register(javalin);
            new MaintenanceResource(maintenance).register(javalin);
        });
    }

    /** As above, with the Iceberg REST service only. */
    static HttpServer start(HttpConfig config, Catalogs catalogs, BooleanSupplier ready) {
        return start(config, catalogs, new EngineFence(), ready);
    }

    /** As above, for engines as well. */
    static HttpServer start(HttpConfig config, Catalogs catalogs, EngineFence fence, BooleanSupplier ready) {
        return start(config, ready, new IcebergResource(config, catalogs, fence)::register);
    }

    private static HttpServer start(HttpConfig config, BooleanSupplier ready, Consumer<Javalin> resources) {
        Javalin javalin = Javalin.create(options -> {
            options.showJavalinBanner = false;
            options.jetty.threadPool = new QueuedThreadPool(MAX_THREADS);
            options.jetty.modifyHttpConfiguration(http -> http.setMinRequestDataRate(LEAST_BYTES_PER_SECOND));
        });
        javalin.before(request -> refuseForeignHost(request, config.address()));
        javalin.get("/health", request -> answerHealth(request, ready.getAsBoolean()));
        resources.accept(javalin);
        try {
            javalin.start(config.address(), config.port());
        } catch (JavalinBindException e) {
            javalin.stop();
            BindException taken = new BindException(String.format(
                    "Cannot listen for HTTP on %s:%d: the port is taken or the address is not of this machine. Choose"
                            + " another port with --http-port (0 takes a free one)",
                    config.address(), config.port()));
            taken.initCause(e);
            throw new UncheckedIOException(taken.getMessage(), taken);
        }
        return new HttpServer(javalin, config.address());
    }

    private HttpServer(Javalin javalin, String host) {
        this.javalin = javalin;
        this.host = host;
    }

    /** The port really listened on, also when the configured one was 0. */
    public int port() {
        return javalin.port();
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    /**
     * Refuses requests for other hosts: a web page can make a browser call this address by a name of the page's own, and
     * read the answer as if it came from the page's server.
     */
    private static void refuseForeignHost(Context request, String address) {
        String host = request.host();
        if (host != null && !isOurs(host, address)) {
            request.status(403)
                    .contentType("text/plain")
                    .result("This server is not the host that the request names; use localhost or its address\n")
                    .skipRemainingHandlers();
        }
    }

    private static boolean isOurs(String host, String address) {
        String name = host.replaceFirst(":\\d*$", "");
        return name.equalsIgnoreCase(address)
                || name.equals("[" + address + "]")
                || name.equalsIgnoreCase("localhost")
                || name.equals("[::1]")
                || LOOPBACK.matcher(name).matches();
    }

    private static void answerHealth(Context request, boolean ready) {
        request.status(ready ? 200 : 503)
                .contentType("application/json")
                .result(ready ? "{\"status\":\"ok\"}" : "{\"status\":\"unavailable\"}");
    }
}
