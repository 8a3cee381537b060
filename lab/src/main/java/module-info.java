/// Floor 4 of Profundo: how an experiment is run, judged and shown. The experiments themselves are
/// provided by others.
module profundo.lab {
  requires transitive profundo.models;
  requires transitive profundo.data;
  requires transitive profundo.train;
  requires java.compiler;
  requires org.apache.commons.text;
  requires com.samskivert.jmustache;
  requires de.siegmar.fastcsv;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  exports profundo.lab;
  exports profundo.lab.attack;
  exports profundo.lab.exhibit;
  exports profundo.lab.project;
  exports profundo.lab.report;
  exports profundo.lab.statistics;
  exports profundo.lab.study;
  exports profundo.lab.task;

  opens profundo.lab to
      profundo.tensor,
      tools.jackson.databind;
  opens profundo.lab.study to
      profundo.tensor,
      tools.jackson.databind;
  opens profundo.lab.exhibit to
      tools.jackson.databind;

  uses profundo.lab.Recipe;
}
