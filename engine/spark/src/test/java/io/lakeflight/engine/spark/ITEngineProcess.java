package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.OpenSession;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ITEngineProcess {
    @Test
    void endsWithTheServerThatStartedIt(@TempDir Path directory) throws Exception {
        Process process = start(directory, "token", "--exit-when-stdin-closes");
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));

        assertThat(output.readLine()).startsWith(EngineProtocol.READY_PREFIX);
        process.getOutputStream().close();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(output.readLine()).isNull();
        assertThat(directory.toFile().list()).isEmpty();
    }

    @Test
    void doesNotStartWithoutToken(@TempDir Path directory) throws Exception {
        assertThat(start(directory, "").waitFor()).isEqualTo(2);
    }

    @Test
    void namesItselfToTheCatalog(@TempDir Path directory) throws Exception {
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        HttpServer catalog = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        catalog.createContext("/", call -> {
            names.add(String.valueOf(call.getRequestHeaders().getFirst(EngineProtocol.ENGINE_HEADER)));
            call.sendResponseHeaders(404, -1);
            call.close();
        });
        catalog.start();
        String lake = "spark.sql.catalog.lake";
        Process process = start(
                directory,
                "token",
                "--exit-when-stdin-closes",
                "--conf",
                lake + ".type=rest",
                "--conf",
                lake + ".uri=http://127.0.0.1:" + catalog.getAddress().getPort());
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferAllocator allocator = new RootAllocator();
                FlightClient client = FlightClient.builder(allocator, engine(output.readLine()))
                        .build()) {
            OpenSession session = OpenSession.newBuilder()
                    .setSessionId("s")
                    .setCatalog("lake")
                    .build();
            Iterator<Result> answer = client.doAction(
                    new Action(EngineProtocol.OPEN_SESSION, session.toByteArray()),
                    new CredentialCallOption(new BearerCredentialWriter("token")));

            assertThatThrownBy(answer::next).isInstanceOf(FlightRuntimeException.class);
            assertThat(names).isNotEmpty().containsOnly("engine-7");
        } finally {
            process.destroyForcibly();
            catalog.stop(0);
        }
    }

    private static Location engine(String readyLine) {
        int port = Integer.parseInt(readyLine.substring(EngineProtocol.READY_PREFIX.length()));
        return Location.forGrpcInsecure("127.0.0.1", port);
    }

    private static Process start(Path directory, String token, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EngineMain.class.getName()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put(EngineProtocol.TOKEN_VARIABLE, token);
        builder.environment().put(EngineProtocol.ENGINE_ID_VARIABLE, "engine-7");
        return builder.start();
    }
}
