package io.lakeflight.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP proxy that, when told to, takes requests to the server and keeps the answers: the connection just ends. */
final class TestingLossyProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final String host;
    private volatile int port;
    private volatile int standby;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile Runnable meanwhile = () -> {};
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    TestingLossyProxy(String server) throws IOException {
        host = server.substring(0, server.lastIndexOf(':'));
        port = port(server);
        standby = port;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    private static int port(String server) {
        return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    }

    /** After the next loss connections lead to another server of the same host. */
    void failOverTo(String server) {
        standby = port(server);
    }

    /** What happens between a loss and the end of the connection. */
    void onLoss(Runnable action) {
        meanwhile = action;
    }

    String address() {
        return "http://" + host + ":" + listening.getLocalPort();
    }

    /** Loses that many of the next answers to POST requests that are no reports. */
    void loseAnswers(int count) {
        toLose.set(count);
    }

    int lostAnswers() {
        return lost.get();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            threads.submit(() -> relay(client));
        }
    }

    private Void relay(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(host, port)) {
            clients.add(client);
            Connection connection = new Connection(client, server);
            threads.submit(connection::copyRequests);
            connection.copyAnswers();
        }
        return null;
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean isPost;

        private Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** One client sends its next request after the last answer, so what arrives first is a request line. */
        private Void copyRequests() throws IOException {
            byte[] buffer = new byte[1 << 16];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String start = new String(buffer, 0, Math.min(read, 1_000), StandardCharsets.ISO_8859_1);
                if (start.matches("(?s)(GET|POST|HEAD|DELETE) .*")) {
                    // Reports are sent beside everything else, at any time.
                    isPost = start.startsWith("POST ") && !start.contains("/metrics HTTP/");
                }
                out.write(buffer, 0, read);
            }
            server.shutdownOutput();
            return null;
        }

        private void copyAnswers() throws IOException {
            byte[] buffer = new byte[1 << 16];
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (isPost && toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    lost.incrementAndGet();
                    port = standby;
                    meanwhile.run();
                    // The client has others, which lead to where it shall not go again.
                    for (Socket other : clients) {
                        other.close();
                    }
                    return;
                }
                out.write(buffer, 0, read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
