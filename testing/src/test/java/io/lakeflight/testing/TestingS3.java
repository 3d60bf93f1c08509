package io.lakeflight.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.Blob;
import org.jclouds.blobstore.domain.BlobMetadata;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.GetOptions;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.options.PutOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;
import org.jclouds.http.HttpCommand;
import org.jclouds.http.HttpRequest;
import org.jclouds.http.HttpResponse;
import org.jclouds.http.HttpResponseException;

/** An S3 service in this JVM with one bucket, whose requests are signed and which can be told to fail. */
final class TestingS3 implements AutoCloseable {
    static final String BUCKET = "lake-bucket";
    static final String ACCESS_KEY = "reader-and-writer";
    static final String SECRET_KEY = "not-for-everyone";

    private final BlobStoreContext context;
    private final Faulty store;
    private final S3Proxy proxy;

    static TestingS3 start() {
        try {
            return new TestingS3();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 service does not start", e);
        }
    }

    private TestingS3() throws Exception {
        context = ContextBuilder.newBuilder("transient").build(BlobStoreContext.class);
        store = new Faulty(context.getBlobStore());
        store.createContainerInLocation(null, BUCKET);
        proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                // Checksums, which S3Proxy does not verify.
                .ignoreUnknownHeaders(true)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        proxy.start();
    }

    /** Properties of a catalog whose tables are in a folder of the bucket, with keys. */
    Map<String, String> catalog(String folder) {
        Map<String, String> properties = withoutCredentials(folder);
        properties.put("s3.access-key-id", ACCESS_KEY);
        properties.put("s3.secret-access-key", SECRET_KEY);
        return properties;
    }

    /** As above, for credentials of another kind. */
    Map<String, String> withoutCredentials(String folder) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("warehouse", "s3://" + BUCKET + "/" + folder);
        properties.put("s3.endpoint", "http://127.0.0.1:" + proxy.getPort());
        properties.put("s3.path-style-access", "true");
        return properties;
    }

    /** The names of all objects in a folder. */
    List<String> objects(String folder) {
        ListContainerOptions below =
                ListContainerOptions.Builder.prefix(folder + "/").recursive();
        return store.delegate().list(BUCKET, below).stream()
                .map(StorageMetadata::getName)
                .toList();
    }

    byte[] read(String name) throws IOException {
        try (InputStream content =
                store.delegate().getBlob(BUCKET, name).getPayload().openStream()) {
            return content.readAllBytes();
        }
    }

    /** How often the contents of data files have been asked for whose names begin like this. */
    long dataReads(String prefix) {
        return store.reads.entrySet().stream()
                .filter(read ->
                        read.getKey().startsWith(prefix) && read.getKey().contains("/data/"))
                .mapToLong(read -> read.getValue().get())
                .sum();
    }

    /** Replaces an object's content. */
    void overwrite(String name, byte[] content) {
        BlobStore plain = store.delegate();
        plain.putBlob(BUCKET, plain.blobBuilder(name).payload(content).build());
    }

    void delete(String name) {
        store.delegate().removeBlobs(BUCKET, Set.of(name));
    }

    /** The next reads and writes of objects are answered with this status. */
    void failNext(int count, int status) {
        store.status = status;
        store.failures.set(count);
    }

    /** All reads and writes of objects are answered with this status, until {@link #recover}. */
    void fail(int status) {
        failNext(Integer.MAX_VALUE, status);
    }

    /** Writes of objects whose names end like this are answered with this status, until {@link #recover}. */
    void failWrites(String suffix, int status) {
        store.suffix = suffix;
        fail(status);
    }

    /** Objects written from now on cannot be read, until {@link #recover}; older ones can. */
    void failReadsOfNewObjects(int status) {
        store.status = status;
        store.unreadable = ConcurrentHashMap.newKeySet();
    }

    /** From now on no key is known but this one, as when credentials have expired, until {@link #recover}. */
    void replaceKey(String accessKey, String secretKey) {
        proxy.setBlobStoreLocator(
                (identity, container, blob) -> accessKey.equals(identity) ? Map.entry(secretKey, store) : null);
    }

    /** Ends all faults. */
    void recover() {
        replaceKey(ACCESS_KEY, SECRET_KEY);
        store.unreadable = null;
        store.suffix = "";
        store.failures.set(0);
        store.delay = Duration.ZERO;
    }

    /** Reads and writes of objects take so long from now on. */
    void delay(Duration delay) {
        store.delay = delay;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 service does not stop", e);
        } finally {
            context.close();
        }
    }

    private static final class Faulty extends ForwardingBlobStore {
        private final AtomicInteger failures = new AtomicInteger();
        private final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();
        private volatile int status;
        private volatile String suffix = "";
        private volatile Set<String> unreadable;
        private volatile Duration delay = Duration.ZERO;

        Faulty(BlobStore delegate) {
            super(delegate);
        }

        @Override
        protected BlobStore delegate() {
            return super.delegate();
        }

        @Override
        public Blob getBlob(String container, String name, GetOptions options) {
            reads.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
            disturbRead(name);
            return super.getBlob(container, name, options);
        }

        @Override
        public String putBlob(String container, Blob blob) {
            disturbWrite(blob);
            return super.putBlob(container, blob);
        }

        @Override
        public String putBlob(String container, Blob blob, PutOptions options) {
            disturbWrite(blob);
            return super.putBlob(container, blob, options);
        }

        @Override
        public BlobMetadata blobMetadata(String container, String name) {
            disturbRead(name);
            return super.blobMetadata(container, name);
        }

        private void disturbRead(String name) {
            Set<String> names = unreadable;
            if (names != null && names.contains(name)) {
                throw failure();
            }
            if (suffix.isEmpty()) {
                disturb();
            }
        }

        private void disturbWrite(Blob blob) {
            Set<String> names = unreadable;
            if (names != null) {
                names.add(blob.getMetadata().getName());
            }
            if (blob.getMetadata().getName().endsWith(suffix)) {
                disturb();
            }
        }

        private void disturb() {
            // What a slow store does, not a wait for something.
            LockSupport.parkNanos(delay.toNanos());
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw failure();
            }
        }

        private HttpResponseException failure() {
            HttpRequest request = HttpRequest.builder()
                    .method("GET")
                    .endpoint("http://127.0.0.1/")
                    .build();
            HttpResponse response = HttpResponse.builder().statusCode(status).build();
            return new HttpResponseException("A fault by order", new HttpCommand(request), response);
        }
    }
}
