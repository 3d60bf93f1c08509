package io.lakeflight.engine.spark.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.ErrorCategory;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.DuplicateWAPCommitException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.Test;

class TestErrorClass {
    @Test
    void changeByAnotherIsAConflict() {
        ErrorClass conflict = new ErrorClass(ErrorCategory.RESOURCES, "40001");

        assertThat(ErrorClass.ofType(new CommitFailedException("branch main has changed")))
                .isEqualTo(conflict);
        assertThat(ErrorClass.ofType(new ValidationException("Found conflicting files that can contain records")))
                .isEqualTo(conflict);
        assertThat(ErrorClass.ofType(new ValidationException("Cannot commit, missing data files: [a]")))
                .isEqualTo(conflict);
        assertThat(ErrorClass.ofType(new ValidationException("Cannot commit, found new position delete for a file")))
                .isEqualTo(conflict);
    }

    @Test
    void mistakeOfTheStatementIsNone() {
        ErrorClass mistake = new ErrorClass(ErrorCategory.USER, "42000");

        assertThat(ErrorClass.ofType(new ValidationException("Cannot find snapshot")))
                .isEqualTo(mistake);
        assertThat(ErrorClass.ofType(new BadRequestException("outside the warehouse")))
                .isEqualTo(mistake);
    }

    @Test
    void derivedTypeMeansWhatItsBaseMeans() {
        assertThat(ErrorClass.ofType(new DuplicateWAPCommitException("load_7")))
                .isEqualTo(new ErrorClass(ErrorCategory.USER, "42000"));
        assertThat(ErrorClass.ofType(new NoSuchTableException("t")).sqlState()).isEqualTo("42P01");
        assertThat(ErrorClass.ofType(
                                new AlreadyExistsException("Requirement failed: table already exists (table l.s.t)"))
                        .sqlState())
                .isEqualTo("42P07");
        assertThat(ErrorClass.ofType(new AlreadyExistsException("Namespace already exists: s"))
                        .sqlState())
                .isEqualTo("42710");
        assertThat(ErrorClass.ofType(new ServiceFailureException("500")))
                .isEqualTo(new ErrorClass(ErrorCategory.EXTERNAL, "58030"));
        assertThat(ErrorClass.ofType(new java.io.FileNotFoundException("gone")))
                .isEqualTo(new ErrorClass(ErrorCategory.EXTERNAL, "58030"));
        assertThat(ErrorClass.ofType(new IllegalStateException("bug")).category())
                .isEqualTo(ErrorCategory.INTERNAL);
    }
}
