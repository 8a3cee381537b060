package profundo.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;

/// Several commands in one process, since starting Java takes most of their time: prints of each
/// its status and what it said to people.
final class Several {
  /// Stands behind the words of each command.
  static final String END = "--end-of-command";

  private Several() {}

  static void main(String[] arguments) {
    var all = new ArrayList<Map<String, Object>>();
    var words = new ArrayList<String>();
    for (var word : arguments) {
      if (word.equals(END)) {
        all.add(run(words));
        words.clear();
      } else {
        words.add(word);
      }
    }
    System.out.println(new ObjectMapper().writeValueAsString(all));
  }

  private static Map<String, Object> run(List<String> words) {
    var err = new StringWriter();
    int status =
        Main.command()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(String[]::new));
    return Map.of("status", status, "err", err.toString());
  }
}
