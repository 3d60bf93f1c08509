package io.lakeflight.benchmarks.flight;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A {@link BareFlightServer} in a process of its own, and a client of it. */
public final class BareFlight implements AutoCloseable {
    private final Process process;
    private final BufferAllocator allocator = new RootAllocator();
    private final FlightClient client;

    public static BareFlight start(String heap) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap));
        command.addAll(
                Arrays.asList(System.getProperty("lakeflight.jvm-opens", "").split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareFlightServer.class.getName()));
        try {
            return new BareFlight(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BareFlight(Process process) throws IOException {
        this.process = process;
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null || !line.startsWith(BareFlightServer.READY)) {
            process.destroyForcibly();
            throw new IllegalStateException("A bare Flight server did not start: " + line);
        }
        int port = Integer.parseInt(line.substring(BareFlightServer.READY.length()));
        this.client = FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port))
                .build();
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Keeps batches under a name as they come to a root; {@link Put#end} makes them known. */
    public static final class Put {
        private final FlightClient.ClientStreamListener listener;

        private Put(FlightClient.ClientStreamListener listener) {
            this.listener = listener;
        }

        public void batch() {
            listener.putNext();
        }

        public void end() {
            listener.completed();
            listener.getResult();
        }
    }

    /** @param rows how many are sent to those who ask, whatever the batches have */
    public Put put(String name, long rows, VectorSchemaRoot root) {
        return new Put(
                client.startPut(FlightDescriptor.path(name, String.valueOf(rows)), root, new AsyncPutListener()));
    }

    /** Asks what there is, then for the rows, and counts them. */
    public long read(String name) {
        long rows = 0;
        for (FlightEndpoint endpoint :
                client.getInfo(FlightDescriptor.path(name)).getEndpoints()) {
            rows += read(endpoint);
        }
        return rows;
    }

    private long read(FlightEndpoint endpoint) {
        FlightStream stream = client.getStream(endpoint.getTicket());
        try {
            long rows = 0;
            while (stream.next()) {
                rows += stream.getRoot().getRowCount();
            }
            return rows;
        } finally {
            close(stream);
        }
    }

    private static void close(FlightStream stream) {
        try {
            stream.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close a stream", e);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        allocator.close();
        process.destroy();
    }
}
