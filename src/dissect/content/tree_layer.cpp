#include "dissect/content/layers.h"

#include "base/limits.h"

namespace petze::content {

namespace {

/// Tells what a reader reads, each value with its path in the step.
class TreeTold : public TreeSink {
public:
    TreeTold(Scope& scope, std::string_view prefix, std::size_t size, Origin const* origin,
             Place const& place)
        : m_scope(scope)
        , m_prefix(prefix.size())
        , m_size(size)
        , m_origin(origin)
        , m_place(place)
        , m_step(prefix)
    {
    }

    bool take(TreeValue const& value) override
    {
        m_step.resize(m_prefix);
        m_step += value.path;
        Origin const node{m_origin, m_step};
        auto const place = m_place.part(value.offset, value.length, m_size);
        switch (value.kind) {
        case TreeValue::Kind::text:
            tell_string(m_scope, value.value, &node, place);
            break;
        case TreeValue::Kind::bytes:
            tell_bytes(m_scope, as_bytes(value.value), &node, place);
            break;
        case TreeValue::Kind::number:
        case TreeValue::Kind::key:
            m_scope.tell(value.value, &node, place.frames());
            break;
        }
        return m_scope.fields < limits::fields_message;
    }

private:
    Scope& m_scope;
    std::size_t m_prefix;
    std::size_t m_size;
    Origin const* m_origin;
    Place m_place;
    std::string m_step;
};

} // namespace

void tell_bytes(Scope& scope, Bytes bytes, Origin const* origin, Place const& place)
{
    if (bytes.empty())
        return;
    if (is_text(bytes)) {
        tell_string(scope, as_text(bytes), origin, place);
        return;
    }
    auto const layer =
        scope.may_open(origin) ? make_layer(scope, origin, {}) : make_raw_layer(scope, origin);
    hand_on(as_text(bytes), place, scope, *layer);
    layer->finish();
    ++scope.fields;
}

std::size_t tell_tree(Scope& scope, TreeFormat const& format, std::string_view document,
                      Origin const* origin, Place const& place)
{
    TreeTold told{scope, format.prefix, document.size(), origin, place};
    return format.read(as_bytes(document), &told);
}

} // namespace petze::content
