package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.system.Laboratory;
import java.math.BigDecimal;
import java.util.List;

/** Cases that are measured together, and the systems that are compared by them. */
public interface Suite {
    String name();

    /** One sentence for people. */
    String description();

    /** Of the tables, unless another one is wanted; the larger, the longer it takes. */
    default BigDecimal scale() {
        return BigDecimal.ONE;
    }

    /** Lakeflight, as this suite measures it; closed with the laboratory, as all systems are. */
    default SystemUnderTest lakeflight(Laboratory laboratory) {
        return laboratory.lakeflight();
    }

    /** What it can be compared with, in the order of reports; all that answer statements, unless told otherwise. */
    default List<Peer> peers() {
        return Peer.ofSql();
    }

    List<Case> cases();

    /** What is to be said of a run that no column of the table says. */
    default List<String> notes(Result result) {
        return List.of();
    }
}
