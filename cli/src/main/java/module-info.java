/// Floor 6 of Profundo: the command.
module profundo.cli {
  requires profundo.lab;
  requires com.samskivert.jmustache;
  requires info.picocli;
  requires java.compiler;
  requires jdk.compiler;
  requires java.logging;
  requires java.management;
  requires tools.jackson.databind;
  requires static org.jspecify;

  opens profundo.cli to
      info.picocli,
      profundo.tensor;
}
