/// All built-ins as Markdown, grouped by family.
package func manual(_ builtins: Builtins) -> String { "" }
