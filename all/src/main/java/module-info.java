/// All of the library under one name: `import module profundo`.
module profundo {
  requires transitive profundo.tensor;
  requires transitive profundo.nn;
  requires transitive profundo.data;
  requires transitive profundo.models;
  requires transitive profundo.train;
  requires transitive profundo.lab;
  requires transitive profundo.recipes;
}
