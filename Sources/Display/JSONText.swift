import Base

/// For the targets that import the display and not the ground floor: exports that are JSON.
package typealias JSONText = Base.JSONText
