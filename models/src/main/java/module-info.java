/// Floor 2 of Profundo: one file for each architecture, readable beside its paper.
module profundo.models {
  requires transitive profundo.nn;
  requires static transitive org.jspecify;

  exports profundo.models;

  opens profundo.models to
      profundo.nn;
}
