package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class HelpTest {
  @Test
  void everyWordOfHelpIsSaidInSpanish() {
    var english = lines(Locale.ENGLISH);
    var spanish = lines(Locale.of("es"));
    assertThat(spanish).hasSameSizeAs(english);
    for (int i = 0; i < english.size(); i++) {
      assertThat(spanish.get(i)).isNotEqualTo(english.get(i));
    }
  }

  private static java.util.List<String> lines(Locale language) {
    var bundle = ResourceBundle.getBundle("profundo.cli.help", language);
    return descriptions(Main.command().setResourceBundle(bundle)).toList();
  }

  private static Stream<String> descriptions(CommandLine command) {
    var spec = command.getCommandSpec();
    var own =
        Stream.concat(
            Stream.of(
                spec.qualifiedName() + ": " + String.join(" ", spec.usageMessage().description())),
            Stream.concat(spec.options().stream(), spec.positionalParameters().stream())
                .map(arg ->
                    spec.qualifiedName()
                        + " "
                        + name(arg)
                        + ": "
                        + String.join(" ", arg.description())));
    return Stream.concat(
        own, command.getSubcommands().values().stream().flatMap(HelpTest::descriptions));
  }

  private static String name(ArgSpec arg) {
    return arg.paramLabel();
  }
}
