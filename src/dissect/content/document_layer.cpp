#include "dissect/content/layers.h"

#include <algorithm>

namespace petze::content {

namespace {

class DocumentLayer : public ContentDissector {
public:
    DocumentLayer(Scope& scope, Origin const* origin, DocumentKind kind)
        : m_scope(scope)
        , m_origin(origin)
        , m_kind(kind)
        , m_kept(scope.layers)
    {
    }

    void take(Bytes piece) override
    {
        if (m_rest) {
            m_rest->take(piece);
            return;
        }
        auto const kept = m_kept.grow(piece.size());
        m_marks.add(m_document.size(), m_scope.layers.data);
        m_document += as_text(piece.first(kept));
        if (kept == piece.size())
            return;
        // What is looked for may span the place of the cut.
        auto const overlap =
            m_document.substr(m_document.size() - std::min(m_document.size(), overlap_bytes));
        settle();
        m_rest->take(as_bytes(overlap));
        m_rest->take(piece.subspan(kept));
    }
    void gap() override
    {
        if (!m_rest) {
            m_scope.layers.tally.count("content: bytes missing in a document");
            settle();
        }
        m_rest->gap();
    }
    void finish() override
    {
        if (m_rest)
            m_rest->finish();
        else
            tell();
    }

private:
    static constexpr std::size_t overlap_bytes = 1024;

    void tell()
    {
        Place const place{&m_marks, 0, m_document.size()};
        tell_document(m_scope, m_document, m_origin, place, m_kind);
    }
    // Told as far as it goes; what follows is searched as it passes.
    void settle()
    {
        tell();
        m_document = {};
        m_marks = {};
        m_kept.clear();
        m_rest = make_raw_layer(m_scope, m_origin);
    }

    Scope& m_scope;
    Origin const* m_origin;
    DocumentKind m_kind;
    std::string m_document;
    Marks m_marks;
    Kept m_kept;
    Layer m_rest;
};

} // namespace

Layer make_document_layer(Scope& scope, Origin const* origin, DocumentKind kind)
{
    return std::make_unique<DocumentLayer>(scope, origin, kind);
}

} // namespace petze::content
