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
        , m_document(scope.layers.held)
    {
    }

    void take(Bytes piece) override
    {
        if (m_rest) {
            m_rest->take(piece);
            return;
        }
        auto const kept = may_keep(m_scope.layers, m_document.size(), piece.size());
        m_marks.add(m_document.size(), m_scope.layers.data);
        m_document.add(piece.first(kept));
        if (kept == piece.size())
            return;
        // What is looked for may span the place of the cut.
        auto const overlap = settle();
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
            tell(m_document.take());
    }

private:
    static constexpr std::size_t overlap_bytes = 1024;

    void tell(std::string document)
    {
        Place const place{&m_marks, 0, document.size()};
        tell_document(m_scope, document, m_origin, place, m_kind);
    }
    // Told as far as it goes; what follows is searched as it passes. Returns its end.
    std::string settle()
    {
        auto document = m_document.take();
        auto overlap = document.substr(document.size() - std::min(document.size(), overlap_bytes));
        tell(std::move(document));
        m_marks = {};
        m_rest = make_raw_layer(m_scope, m_origin);
        return overlap;
    }

    Scope& m_scope;
    Origin const* m_origin;
    DocumentKind m_kind;
    HeldBytes m_document;
    Marks m_marks;
    Layer m_rest;
};

} // namespace

Layer make_document_layer(Scope& scope, Origin const* origin, DocumentKind kind)
{
    return std::make_unique<DocumentLayer>(scope, origin, kind);
}

} // namespace petze::content
