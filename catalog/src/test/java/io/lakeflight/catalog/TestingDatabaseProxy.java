package io.lakeflight.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A TCP proxy before PostgreSQL that, when told to, does something to the next COMMIT that passes. */
public final class TestingDatabaseProxy implements AutoCloseable {
    /** What the client meets is always the same: its connection ends after it has sent COMMIT. */
    public enum Fault {
        NONE,
        /** The database commits; its answer is lost. */
        LOSE_ANSWER,
        /** The database does not get it, and learns that the connection has ended. */
        LOSE_COMMIT,
        /** The database gets it late: when somebody else wants to change the row. */
        DELAY_COMMIT,
        /** The database does not get it, nor learns that the client has gone. */
        FORGET_COMMIT
    }

    private final ServerSocket listening;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
    private final AtomicInteger faults = new AtomicInteger();
    private volatile CountDownLatch delayed = new CountDownLatch(0);

    /** @param port of the database on this host */
    public TestingDatabaseProxy(int port) throws IOException {
        this.port = port;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public void failNext(Fault fault) {
        delayed = new CountDownLatch(1);
        next.set(fault);
    }

    /** How many COMMITs have met a fault. */
    public int faults() {
        return faults.get();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            Relay relay = new Relay(client, server);
            threads.submit(relay::copyRequests);
            threads.submit(relay::copyAnswers);
        }
    }

    private final class Relay {
        private final Socket client;
        private final Socket server;
        private volatile Fault fault = Fault.NONE;

        private Relay(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** The client sends its next message after the last answer, so each read is one whole message. */
        private Void copyRequests() throws Exception {
            byte[] buffer = new byte[1 << 16];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String message = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                if (message.contains("UPDATE iceberg_tables")) {
                    delayed.countDown();
                }
                if (message.contains("COMMIT")) {
                    fault = next.getAndSet(Fault.NONE);
                    if (fault != Fault.NONE) {
                        commit(buffer, read);
                        return null;
                    }
                }
                out.write(buffer, 0, read);
            }
            server.close();
            return null;
        }

        private void commit(byte[] message, int length) throws Exception {
            faults.incrementAndGet();
            switch (fault) {
                case NONE -> throw new AssertionError("no fault");
                case LOSE_ANSWER -> server.getOutputStream().write(message, 0, length);
                case LOSE_COMMIT -> {
                    server.close();
                    client.close();
                }
                case DELAY_COMMIT -> {
                    delayed = new CountDownLatch(1);
                    client.close();
                    delayed.await();
                    server.getOutputStream().write(message, 0, length);
                }
                case FORGET_COMMIT -> client.close();
            }
        }

        private Void copyAnswers() throws IOException {
            byte[] buffer = new byte[1 << 16];
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (fault == Fault.LOSE_ANSWER) {
                    break;
                }
                out.write(buffer, 0, read);
            }
            client.close();
            server.close();
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
