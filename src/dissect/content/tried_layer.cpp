#include "dissect/content/layers.h"

namespace petze::content {

namespace {

class TriedLayer : public ContentDissector {
public:
    TriedLayer(Scope& scope, Origin const* origin, Attempt attempt, Layer otherwise)
        : m_scope(scope)
        , m_origin(origin)
        , m_attempt(attempt)
        , m_kept(scope.layers)
        , m_otherwise(std::move(otherwise))
    {
    }

    void take(Bytes piece) override
    {
        if (!m_settled) {
            auto const kept = m_kept.grow(piece.size());
            m_marks.add(m_whole.size(), m_scope.layers.data);
            m_whole += as_text(piece.first(kept));
            piece = piece.subspan(kept);
            if (piece.empty())
                return;
            settle();
        }
        m_otherwise->take(piece);
    }
    void gap() override
    {
        settle();
        m_otherwise->gap();
    }
    void finish() override
    {
        if (!m_settled && m_attempt(m_scope, m_whole, m_origin, {&m_marks, 0, m_whole.size()}))
            return;
        settle();
        m_otherwise->finish();
    }

private:
    // It is not what was thought, or not any more.
    void settle()
    {
        if (m_settled)
            return;
        m_settled = true;
        hand_on(m_whole, {&m_marks, 0, m_whole.size()}, m_scope, *m_otherwise);
        m_whole = {};
        m_marks.clear();
        m_kept.clear();
    }

    Scope& m_scope;
    Origin const* m_origin;
    Attempt m_attempt;
    std::string m_whole;
    Marks m_marks;
    Kept m_kept;
    Layer m_otherwise;
    bool m_settled = false;
};

} // namespace

Layer make_tried_layer(Scope& scope, Origin const* origin, Attempt attempt, Layer otherwise)
{
    return std::make_unique<TriedLayer>(scope, origin, attempt, std::move(otherwise));
}

} // namespace petze::content
