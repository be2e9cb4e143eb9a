import Notebook

/// A file that could not be read or written, as a sentence on standard error and exit status 3.
enum FileProblem: Error, CustomStringConvertible {
    case cannotRead(String, FileFault)
    case cannotWrite(String, FileFault)

    var description: String {
        switch self {
        case .cannotRead(let path, let fault): "cannot open \(path): \(fault.sentence)"
        case .cannotWrite(let path, let fault): "cannot write \(path): \(fault.sentence)"
        }
    }
}

extension FileFault {
    var sentence: String {
        switch self {
        case .missing: "there is no such file"
        case .isFolder: "it is a folder"
        case .noPermission: "no permission"
        case .binary: "it is not a text file"
        case .tooLarge: "it is too large"
        case .diskFull: "the disk is full"
        case .folderMissing: "its folder does not exist"
        case .readOnly: "the file system is read-only"
        case .other(let code): "error \(code) of the system"
        }
    }
}
