package io.lakeflight.server.flight.metadata;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.DenseUnionVector;

/**
 * The server's facts by number.
 *
 * <p>A request for everything is answered with numbers of the protocol only: JDBC's driver fails on any it does not
 * know.
 */
final class SqlInfoAnswer {
    private final Map<Integer, SqlInfoValue> facts;

    SqlInfoAnswer(String serverVersion) {
        this.facts = SqlInfoFacts.of(serverVersion);
    }

    void send(List<Integer> requested, BufferAllocator allocator, ServerStreamListener listener) {
        Collection<Integer> numbers = requested.isEmpty() ? facts.keySet() : requested;
        try (VectorSchemaRoot root = VectorSchemaRoot.create(Schemas.GET_SQL_INFO_SCHEMA, allocator)) {
            UInt4Vector names = (UInt4Vector) root.getVector("info_name");
            DenseUnionVector values = (DenseUnionVector) root.getVector("value");
            int row = 0;
            for (int number : numbers) {
                SqlInfoValue fact = facts.get(number);
                if (fact != null) {
                    names.setSafe(row, number);
                    fact.write(values, row);
                    row++;
                }
            }
            root.setRowCount(row);
            listener.start(root);
            listener.putNext();
            listener.completed();
        }
    }
}
