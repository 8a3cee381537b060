/// Tables of spreadsheets: what their columns are, and numbers made of them.
@NullMarked
package profundo.data.table;

import org.jspecify.annotations.NullMarked;
