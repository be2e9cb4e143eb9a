/// Something that can be drawn in vectors too.
package protocol Figured {
    /// nil where the text shows it as well.
    var figure: Figure? { get }
}
