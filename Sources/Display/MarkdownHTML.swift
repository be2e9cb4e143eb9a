import CMarkdown

/// Markdown as HTML that asks for nothing from elsewhere and runs nothing.
extension Markdown {
    /// What the screen leaves out is left out: tags and comments. Links to programs (`javascript:`) lead nowhere, and
    /// pictures that lie elsewhere become links to them.
    package func html() -> String {
        let text = String(
            String.UnicodeScalarView(source.unicodeScalars.map { Markup.isAllowed($0) ? $0 : "\u{FFFD}" }))
        let html = MarkdownTree.with(text) { root -> String in
            root.makeSafe()
            return root.html
        }
        return MarkdownTree.restoredInHTML(html)
    }

    /// The words of the first heading, without their marks; nil where there is none.
    package var heading: String? {
        let words = MarkdownTree.with(source) { root -> String in
            let heading = root.children.first { $0.kind == "heading" }
            return (heading?.descendants ?? []).filter { ["text", "code"].contains($0.kind) }.map(\.literal).joined()
        }
        return words.isEmpty ? nil : words
    }
}

extension MarkdownNode {
    /// Kinds of pictures that may stand in an address themselves.
    private static let pictures = ["png;", "jpeg;", "gif;", "webp;"]

    /// Changes the tree below this node.
    func makeSafe() {
        for node in descendants {
            switch node.kind {
            case "html_block": node.replace(with: MarkdownTree.withoutTags(node.literal), in: CMARK_NODE_PARAGRAPH)
            case "html_inline" where node.literal.lowercased().hasPrefix("<br"): node.replace(by: CMARK_NODE_LINEBREAK)
            case "html_inline": node.unlink()
            case "image" where !Self.pictures.contains(where: { node.address.hasPrefix("data:image/\($0)") }):
                node.becomeLink()
            default: break
            }
        }
    }

    var html: String {
        guard let text = cmark_render_html(pointer, CMARK_OPT_TABLE_PREFER_STYLE_ATTRIBUTES, nil) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(text) }
        return String(cString: text)
    }

    fileprivate var descendants: [MarkdownNode] {
        guard let walk = cmark_iter_new(pointer) else { return [] }
        defer { cmark_iter_free(walk) }
        var found: [MarkdownNode] = []
        while case let event = cmark_iter_next(walk), event != CMARK_EVENT_DONE {
            if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk) { found.append(MarkdownNode(node)) }
        }
        return found
    }

    private func unlink() {
        cmark_node_unlink(pointer)
        cmark_node_free(pointer)
    }

    private func replace(by kind: cmark_node_type) {
        if let other = cmark_node_new(kind) { cmark_node_replace(pointer, other) }
        cmark_node_free(pointer)
    }

    private func replace(with text: String, in kind: cmark_node_type) {
        guard !text.isEmpty, let other = cmark_node_new(kind), let letters = cmark_node_new(CMARK_NODE_TEXT) else {
            return unlink()
        }
        cmark_node_set_literal(letters, text)
        cmark_node_append_child(other, letters)
        cmark_node_replace(pointer, other)
        cmark_node_free(pointer)
    }

    /// A picture inside a link is its words alone: there are no links in links.
    private func becomeLink() {
        let isInLink = sequence(first: pointer) { cmark_node_parent($0) }.contains {
            cmark_node_get_type($0) == CMARK_NODE_LINK
        }
        guard let other = cmark_node_new(isInLink ? CMARK_NODE_EMPH : CMARK_NODE_LINK),
            let words = cmark_node_new(CMARK_NODE_TEXT)
        else { return }
        if !isInLink { cmark_node_set_url(other, cmark_node_get_url(pointer)) }
        cmark_node_set_literal(words, cmark_node_first_child(pointer) == nil ? "picture" : "picture: ")
        cmark_node_append_child(other, words)
        while let child = cmark_node_first_child(pointer) { cmark_node_append_child(other, child) }
        cmark_node_replace(pointer, other)
        cmark_node_free(pointer)
    }
}
