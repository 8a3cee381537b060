package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.base.ProfundoException;

/// Environment variables that end a process where native code reads them unchecked.
class NativeSettingsTest {
  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "OMP_NUM_THREADS | 20000",
        "OMP_NUM_THREADS | 0",
        "OMP_NUM_THREADS | -1",
        "OMP_NUM_THREADS | many",
        "OMP_NUM_THREADS | 4,20000",
        "OMP_NUM_THREADS | 99999999999999999999",
        "MKL_NUM_THREADS | 20000",
        "OPENBLAS_NUM_THREADS | 1e3",
        "OMP_THREAD_LIMIT | 0",
        "OMP_STACKSIZE | 100G",
        "OMP_STACKSIZE | 1",
        "GOMP_STACKSIZE | 5 apples"
      })
  void anAbsurdValueIsRefusedByTheVariablesName(String name, String value) {
    assertThatThrownBy(() -> NativeSettings.check(Map.of(name, value)))
        .isInstanceOf(ProfundoException.class)
        .hasMessageStartingWith("The environment variable " + name + " is " + value + ", and ")
        .hasMessageEndingWith(": correct or unset it.");
  }

  @Test
  void whatOpenMpUnderstandsIsLeftToIt() {
    assertThatCode(() ->
            NativeSettings.check(
                Map.of(
                    "OMP_NUM_THREADS", " 4,2 ",
                    "OMP_THREAD_LIMIT", "1024",
                    "MKL_NUM_THREADS", "",
                    "OMP_STACKSIZE", "512 k",
                    "GOMP_STACKSIZE", "1G")))
        .doesNotThrowAnyException();
  }
}
