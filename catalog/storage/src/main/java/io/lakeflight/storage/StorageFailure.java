package io.lakeflight.storage;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a disk, an object store, or the way to it, had to say when it failed, in words that hold no credentials and no addresses.
 *
 * @param reason goes on after the name of the catalog whose store it is
 * @param outOfReach whether it is the store that is not well, rather than what it was asked
 */
public record StorageFailure(String reason, boolean outOfReach) {
    private static final int DEEPEST_CAUSE = 30;

    private static final Map<String, String> ADVICE = Map.of(
            "AccessDenied", "its credentials do not allow this",
            "InvalidAccessKeyId", "it does not know the catalog's access key",
            "SignatureDoesNotMatch", "the catalog's secret key is wrong",
            "ExpiredToken", "the catalog's credentials have expired",
            "InvalidToken", "the catalog's session token is wrong",
            "RequestTimeTooSkewed", "the clocks differ",
            "NoSuchBucket", "the bucket of the catalog's warehouse does not exist",
            "InvalidRange", "a file is shorter than it was written");

    /** The store's part in a failure; empty if it has none, or only lacks a file, which Iceberg tells by its name. */
    public static Optional<StorageFailure> in(Throwable failure) {
        if (FullDisk.isCauseOf(failure)) {
            return Optional.of(new StorageFailure(FullDisk.REASON, false));
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof NotFoundException || cause instanceof RESTException) {
                return Optional.empty();
            }
            if (cause instanceof AwsServiceException refused) {
                return Optional.of(of(refused));
            }
            if (cause instanceof SdkException) {
                return Optional.of(unanswered(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static StorageFailure of(AwsServiceException refused) {
        String code = refused.awsErrorDetails() == null
                ? null
                : refused.awsErrorDetails().errorCode();
        boolean named = code != null && code.matches("[A-Z][A-Za-z]{2,60}");
        StringBuilder reason = new StringBuilder("its object store answered ").append(refused.statusCode());
        if (named) {
            reason.append(' ').append(code);
        }
        if (named && ADVICE.containsKey(code)) {
            reason.append(" (").append(ADVICE.get(code)).append(')');
        } else if (refused.statusCode() == 403) {
            reason.append(" (its credentials are wrong, have expired, or do not allow this)");
        }
        return new StorageFailure(reason.toString(), refused.statusCode() >= 500 || refused.statusCode() == 429);
    }

    private static StorageFailure unanswered(Throwable failure) {
        String missing = "";
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof SocketTimeoutException || cause instanceof AbortedException) {
                return new StorageFailure("its object store does not answer in time", true);
            }
            if (cause instanceof UnknownHostException) {
                return new StorageFailure("the host of its object store is not known", true);
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return new StorageFailure("its object store refuses connections", true);
            }
            if (cause instanceof SocketException) {
                return new StorageFailure("its object store breaks connections", true);
            }
            String message = String.valueOf(cause.getMessage());
            if (message.contains("load region")) {
                missing = "no region for its object store is found (expected: client.region)";
            } else if (message.contains("load credentials") || message.contains("Profile")) {
                missing = "no credentials for its object store are found";
            }
            cause = cause.getCause();
        }
        return missing.isEmpty()
                ? new StorageFailure("its object store cannot be reached", true)
                : new StorageFailure(missing, false);
    }
}
