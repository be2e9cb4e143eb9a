import Base

/// For the targets that import the engine and not the ground floor: files of tensors have a header in JSON.
package typealias JSONText = Base.JSONText
