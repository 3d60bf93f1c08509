package io.lakeflight.server.flight.metadata;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.holders.NullableBigIntHolder;
import org.apache.arrow.vector.holders.NullableBitHolder;
import org.apache.arrow.vector.holders.NullableIntHolder;
import org.apache.arrow.vector.holders.NullableVarCharHolder;

/**
 * One fact in its slot of the dense union; clients read the slot they expect and nothing else.
 *
 * <p>Arrow's own {@code SqlInfoBuilder} is not used: it has no way to tell facts 568 to 571, fails on a number it was
 * not given, and allocates outside our limits.
 */
interface SqlInfoValue {
    byte STRING_SLOT = 0;
    byte BOOLEAN_SLOT = 1;
    byte BIGINT_SLOT = 2;
    byte BITMASK_SLOT = 3;
    byte STRING_LIST_SLOT = 4;
    byte MAP_SLOT = 5;

    void write(DenseUnionVector values, int row);

    static SqlInfoValue of(String value) {
        return (values, row) -> {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            try (ArrowBuf buffer = values.getAllocator().buffer(bytes.length)) {
                buffer.setBytes(0, bytes);
                NullableVarCharHolder holder = new NullableVarCharHolder();
                holder.isSet = 1;
                holder.buffer = buffer;
                holder.end = bytes.length;
                values.setTypeId(row, STRING_SLOT);
                values.setSafe(row, holder);
            }
        };
    }

    static SqlInfoValue of(boolean value) {
        return (values, row) -> {
            NullableBitHolder holder = new NullableBitHolder();
            holder.isSet = 1;
            holder.value = value ? 1 : 0;
            values.setTypeId(row, BOOLEAN_SLOT);
            values.setSafe(row, holder);
        };
    }

    static SqlInfoValue of(long value) {
        return (values, row) -> {
            NullableBigIntHolder holder = new NullableBigIntHolder();
            holder.isSet = 1;
            holder.value = value;
            values.setTypeId(row, BIGINT_SLOT);
            values.setSafe(row, holder);
        };
    }

    /** A plain number or a set of bits; both travel in the slot called bitmask. */
    static SqlInfoValue of(int value) {
        return (values, row) -> {
            NullableIntHolder holder = new NullableIntHolder();
            holder.isSet = 1;
            holder.value = value;
            values.setTypeId(row, BITMASK_SLOT);
            values.setSafe(row, holder);
        };
    }

    static SqlInfoValue of(List<String> strings) {
        return (values, row) -> {
            ListVector lists = values.getList(STRING_LIST_SLOT);
            int index = claim(values, row, STRING_LIST_SLOT, lists.getValueCount());
            VarCharVector items = (VarCharVector) lists.getDataVector();
            int start = lists.startNewValue(index);
            for (int item = 0; item < strings.size(); item++) {
                items.setSafe(start + item, strings.get(item).getBytes(StandardCharsets.UTF_8));
            }
            lists.endValue(index, strings.size());
            lists.setValueCount(index + 1);
        };
    }

    static SqlInfoValue of(Map<Integer, List<Integer>> map) {
        return (values, row) -> {
            MapVector maps = values.getMap(MAP_SLOT);
            int index = claim(values, row, MAP_SLOT, maps.getValueCount());
            StructVector entries = (StructVector) maps.getDataVector();
            IntVector keys = (IntVector) entries.getChild(MapVector.KEY_NAME);
            ListVector lists = (ListVector) entries.getChild(MapVector.VALUE_NAME);
            IntVector items = (IntVector) lists.getDataVector();
            int entry = maps.startNewValue(index);
            for (Map.Entry<Integer, List<Integer>> pair : map.entrySet()) {
                entries.setIndexDefined(entry);
                keys.setSafe(entry, pair.getKey());
                int item = lists.startNewValue(entry);
                for (int value : pair.getValue()) {
                    items.setSafe(item++, value);
                }
                lists.endValue(entry, pair.getValue().size());
                entry++;
            }
            maps.endValue(index, map.size());
            maps.setValueCount(index + 1);
        };
    }

    /** Points the union's row at the next value of a slot whose vector the union cannot set by itself. */
    private static int claim(DenseUnionVector values, int row, byte slot, int index) {
        values.setValueCount(row + 1);
        values.setTypeId(row, slot);
        values.getOffsetBuffer().setInt((long) row * DenseUnionVector.OFFSET_WIDTH, index);
        return index;
    }
}
