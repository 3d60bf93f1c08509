package io.lakeflight.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestCellValue {
    @Test
    void numbersAreExact() throws IOException {
        assertThat(json(new BigDecimal("12345678901234567890.1200"))).isEqualTo("12345678901234567890.1200");
        assertThat(json(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(json(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(json(0.1f)).isEqualTo("0.1");
        assertThat(json(1e300)).isEqualTo("1.0E300");
    }

    @Test
    void whatJsonHasNoNumberForIsAString() throws IOException {
        assertThat(json(Double.NaN)).isEqualTo("\"NaN\"");
        assertThat(json(Float.NEGATIVE_INFINITY)).isEqualTo("\"-Infinity\"");
    }

    @Test
    void nestedValuesKeepTheirShape() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("a", Arrays.asList(1, null, "x"));
        fields.put("b", null);

        assertThat(json(fields)).isEqualTo("{\"a\":[1,null,\"x\"],\"b\":null}");
        assertThat(new CellValue(fields).text()).isEqualTo("{\"a\":[1,null,\"x\"],\"b\":null}");
    }

    private static String json(Object value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonWriter.JSON.createGenerator(text)) {
            new CellValue(value).write(json);
        }
        return text.toString();
    }
}
