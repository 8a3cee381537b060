package profundo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A process that trains, or serves, on demand. It begins by saying what it can do: for each step a
/// line with the number of its parameters, a tabulator and its name, and an empty line after the
/// last. It then reads names of steps, one a line, does each for a while, and answers how often a
/// second that was. Between two questions it does nothing, so that several can take turns.
final class Worker implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;
  private final Map<String, Long> parameters = new LinkedHashMap<>();

  /// Starts the process and waits until its models are there.
  Worker(String name, List<String> command, int threads) throws IOException {
    this.name = name;
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    this.process = builder.start();
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    for (var line = answer(); !line.isEmpty(); line = answer()) {
      int tab = line.indexOf('\t');
      parameters.put(line.substring(tab + 1), Long.valueOf(line.substring(0, tab)));
    }
  }

  String name() {
    return name;
  }

  /// What it can do, and how many numbers each step trains.
  Map<String, Long> parameters() {
    return parameters;
  }

  /// How often a second it did the step.
  double rate(String step) throws IOException {
    return Double.parseDouble(answer(step));
  }

  /// What it answers to a question.
  String answer(String question) throws IOException {
    questions.println(question);
    return answer();
  }

  private String answer() throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw new BenchException("worker.ended", name);
    }
    return line;
  }

  @Override
  public void close() {
    questions.close();
    process.destroy();
  }
}
