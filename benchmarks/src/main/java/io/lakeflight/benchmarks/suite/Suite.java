package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.system.Laboratory;
import io.lakeflight.benchmarks.system.SystemUnderTest;
import java.util.List;

/** Cases that are measured together, and the systems that are compared by them. */
public interface Suite {
    String name();

    /** One sentence for people. */
    String description();

    /** Lakeflight first, then what it is compared with; they are closed with the laboratory. */
    List<SystemUnderTest> systems(Laboratory laboratory);

    List<Case> cases();
}
