package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSecretText {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "at http://user:hush@127.0.0.1:1/x?token=hush/v1/oauth | at http://(hidden)@127.0.0.1:1/x?token=(hidden)",
                "Failed to connect: jdbc:sqlite:/x.db?password=hush | Failed to connect: jdbc:sqlite:/x.db?password=(hidden)",
                "jdbc:sqlserver://h;user=u;password=hush;encrypt=true | jdbc:sqlserver://h;user=u;password=(hidden);encrypt=true",
                "{uri=http://h, credential=id:hush, token=hush} | {uri=http://h, credential=(hidden), token=(hidden)}",
                "{\"s3.secret-access-key\": \"hush\", \"a\": 1} | {\"s3.secret-access-key\": \"(hidden)\", \"a\": 1}",
                "Authorization: Bearer hush | Authorization: Bearer (hidden)",
                "?AccountKey=hush&sig=hush&x=1 | ?AccountKey=(hidden)&sig=(hidden)&x=1",
                "https://hush@host/path | https://(hidden)@host/path",
            })
    void passwordsAreHidden(String text, String masked) {
        assertThat(SecretText.masked(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Catalog \"x\" has only one of s3.access-key-id and s3.secret-access-key (expected: both or none)",
                "jdbc:postgresql://host/db?currentSchema=sales",
                "FATAL: password authentication failed for user \"lake\"",
                "s3://bucket/path/data@2024.parquet",
                "a design: good",
            })
    void otherTextIsLeftAsItIs(String text) {
        assertThat(SecretText.masked(text)).isEqualTo(text);
    }
}
