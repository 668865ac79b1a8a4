package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartReportTest {
    @Test
    void report_asALine_isReadBack() {
        StartReport ready = new StartReport.Ready(42, 50_051);
        StartReport failed = new StartReport.Failed(ErrorCode.IN_USE, "could not\tlisten:\nport 1", "");
        assertThat(StartReport.parse(ready.line())).contains(ready);
        assertThat(StartReport.parse(failed.line()))
                .contains(new StartReport.Failed(ErrorCode.IN_USE, "could not listen: port 1", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ready", "ready\tx\ty", "failed\tNOT_A_CODE\ta\tb", "Picked up JAVA_TOOL_OPTIONS"})
    void line_ofSomethingElse_isNoReport(String line) {
        assertThat(StartReport.parse(line)).isEmpty();
    }
}
