package io.lakeflight.planner.information;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Types as Spark has them where Calcite's would differ: any text, sums that are wider, averages that have a fraction. */
final class InformationTypes extends JavaTypeFactoryImpl {
    InformationTypes() {
        super(new Rules());
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    private static final class Rules extends RelDataTypeSystemImpl {
        /** Else the shorter of two literals would be filled up with blanks. */
        @Override
        public boolean shouldConvertRaggedUnionTypesToVarying() {
            return true;
        }

        @Override
        public RelDataType deriveSumType(RelDataTypeFactory types, RelDataType argument) {
            return SqlTypeUtil.isIntType(argument)
                    ? types.createTypeWithNullability(types.createSqlType(SqlTypeName.BIGINT), argument.isNullable())
                    : argument;
        }

        @Override
        public RelDataType deriveAvgAggType(RelDataTypeFactory types, RelDataType argument) {
            return types.createTypeWithNullability(types.createSqlType(SqlTypeName.DOUBLE), argument.isNullable());
        }
    }
}
