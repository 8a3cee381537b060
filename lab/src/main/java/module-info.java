/// Floor 4 of Profundo: recipes, claims and what was measured.
module profundo.lab {
  requires transitive profundo.models;
  requires transitive profundo.data;
  requires transitive profundo.train;
  requires org.apache.commons.text;
  requires com.samskivert.jmustache;
  requires de.siegmar.fastcsv;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  exports profundo.lab;

  opens profundo.lab to
      profundo.tensor,
      tools.jackson.databind;
}
