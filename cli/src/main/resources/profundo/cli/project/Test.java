package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import profundo.lab.ModelSizes;
import profundo.lab.Scale;

class {{recipe}}Test {
  /// Whoever changes a net counts its parameters by hand, and writes the number here.
  @Test
  void theNetsOfThePaperHaveSoManyParameters() {
    var counts = new TreeMap<String, Long>();
    ModelSizes.of(new {{recipe}}(), Scale.PAPER)
        .forEach((part, size) -> counts.put(part, size.parameters()));
    var expected = new TreeMap<String, Long>();
{{#nets}}
    expected.put("{{part}}", {{parameters}}L);
{{/nets}}
    assertEquals(expected, counts);
  }

  @ParameterizedTest
  @EnumSource
  void everyScaleHasSettingsAndNets(Scale scale) {
    var recipe = new {{recipe}}();
    assertEquals(recipe.parts().size(), ModelSizes.of(recipe, scale).size());
  }
}
