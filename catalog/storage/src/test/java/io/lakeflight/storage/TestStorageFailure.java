package io.lakeflight.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class TestStorageFailure {
    @ParameterizedTest
    @CsvSource({
        "400, ExpiredToken, have expired, false",
        "403, InvalidAccessKeyId, does not know, false",
        "403, SignatureDoesNotMatch, secret key is wrong, false",
        "403, , credentials are wrong, false",
        "404, NoSuchBucket, does not exist, false",
        "500, InternalError, 500 InternalError, true",
        "503, SlowDown, 503 SlowDown, true"
    })
    void refusalIsToldInWords(int status, String code, String words, boolean outOfReach) {
        AwsServiceException refusal = AwsServiceException.builder()
                .message("hush")
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();

        assertThat(StorageFailure.in(new IllegalStateException(refusal))).hasValueSatisfying(failure -> {
            assertThat(failure.reason())
                    .contains(words, Integer.toString(status))
                    .doesNotContain("hush");
            assertThat(failure.outOfReach()).isEqualTo(outOfReach);
        });
    }

    @Test
    void lackOfAnAnswerIsToldInWords() {
        assertReason(client("hush", new SocketTimeoutException()), "does not answer in time");
        assertReason(client("hush", new ConnectException()), "refuses connections");
        assertReason(client("Unable to load credentials from any of hush", null), "no credentials");
        assertReason(client("Unable to load region from any of hush", null), "client.region");
        assertReason(client("hush", null), "cannot be reached");
    }

    @Test
    void otherFailuresAreNone() {
        assertThat(StorageFailure.in(new UncheckedIOException(new IOException("disk"))))
                .isEmpty();
        assertThat(StorageFailure.in(new NotFoundException(client("x", null), "Location does not exist: x")))
                .isEmpty();
        assertThat(StorageFailure.in(new RESTException(client("x", null), "The catalog's answer")))
                .isEmpty();
    }

    private static SdkClientException client(String message, Exception cause) {
        return SdkClientException.create(message, cause);
    }

    private static void assertReason(Exception failure, String words) {
        assertThat(StorageFailure.in(failure))
                .hasValueSatisfying(
                        told -> assertThat(told.reason()).contains(words).doesNotContain("hush"));
    }
}
