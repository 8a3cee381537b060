/// What an experiment of a paper is, how it is run, and what its figures say of the paper's claims.
@NullMarked
package profundo.lab;

import org.jspecify.annotations.NullMarked;
