package profundo.lab;

/// A paper.
///
/// @param authors its authors, as they are cited
/// @param year when it appeared
/// @param title its title
/// @param url where it can be read
public record Paper(String authors, int year, String title, String url) {}
