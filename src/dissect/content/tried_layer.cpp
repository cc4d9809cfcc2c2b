#include "dissect/content/layers.h"

namespace petze::content {

namespace {

class TriedLayer : public ContentDissector {
public:
    TriedLayer(Scope& scope, Origin const* origin, Attempt attempt, Layer otherwise)
        : m_scope(scope)
        , m_origin(origin)
        , m_attempt(attempt)
        , m_whole(scope.layers.held)
        , m_otherwise(std::move(otherwise))
    {
    }

    void take(Bytes piece) override
    {
        if (!m_settled) {
            auto const kept = may_keep(m_scope.layers, m_whole.size(), piece.size());
            m_marks.add(m_whole.size(), m_scope.layers.data);
            m_whole.add(piece.first(kept));
            piece = piece.subspan(kept);
            if (piece.empty())
                return;
            settle(m_whole.take());
        }
        m_otherwise->take(piece);
    }
    void gap() override
    {
        settle(m_whole.take());
        m_otherwise->gap();
    }
    void finish() override
    {
        auto const whole = m_whole.take();
        if (!m_settled && m_attempt(m_scope, whole, m_origin, {&m_marks, 0, whole.size()}))
            return;
        settle(whole);
        m_otherwise->finish();
    }

private:
    // It is not what was thought, or not any more.
    void settle(std::string_view whole)
    {
        if (m_settled)
            return;
        m_settled = true;
        hand_on(whole, {&m_marks, 0, whole.size()}, m_scope, *m_otherwise);
        m_marks.clear();
    }

    Scope& m_scope;
    Origin const* m_origin;
    Attempt m_attempt;
    HeldBytes m_whole;
    Marks m_marks;
    Layer m_otherwise;
    bool m_settled = false;
};

} // namespace

Layer make_tried_layer(Scope& scope, Origin const* origin, Attempt attempt, Layer otherwise)
{
    return std::make_unique<TriedLayer>(scope, origin, attempt, std::move(otherwise));
}

} // namespace petze::content
