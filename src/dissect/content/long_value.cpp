#include "dissect/content/long_value.h"

#include <array>
#include <utility>

namespace petze::content {

std::size_t PassingXml::take(std::string_view piece, std::string& out)
{
    auto const end = piece.find(m_end);
    m_ended = end != npos;
    m_left += piece.substr(0, end);
    std::array<std::uint8_t, 4096> room{};
    auto in = as_bytes(m_left);
    while (!in.empty()) {
        auto const step = m_entities->decode(in, room);
        out += as_text(Bytes{room}.first(step.made));
        in = in.subspan(step.taken);
        if (step.taken == 0 && step.made == 0)
            break;
    }
    m_left.erase(0, m_left.size() - in.size());
    if (m_ended) {
        out += as_text(Bytes{room}.first(m_entities->finish(room)));
        out += std::exchange(m_left, {});
    }
    return m_ended ? end + (m_end == '<' ? 0 : 1) : piece.size();
}

std::optional<Wrapped> wrapped_in_begin(std::string_view begin)
{
    // By their number of characters, too, hex and base64 are told from each other.
    constexpr std::size_t group = 8; // of base32, the longest
    return wrapped_in(begin.substr(0, begin.size() / group * group));
}

LongValue::LongValue(Scope& scope, Origin const* origin, std::string step, Passing passing,
                     std::string_view kept, Place const& place)
    : m_scope(scope)
    , m_step(std::move(step))
    , m_node{origin, m_step}
    , m_passing(std::move(passing))
{
    auto const* const node = m_step.empty() ? origin : &m_node;
    std::string text;
    read(kept, text);
    if (!scope.may_open(node)) {
        m_content = make_raw_layer(scope, node);
    } else if (auto const wrapped = wrapped_in_begin(text)) {
        auto const begin = static_cast<std::size_t>(wrapped->text.data() - text.data());
        m_content = make_coding_layer(scope, node, wrapped->coding, {});
        m_plain = make_raw_layer(scope, node);
        hand_on(text, place, scope, *m_plain);
        text.erase(0, begin);
    } else {
        m_content = make_layer(scope, node, {});
    }
    hand_on(text, place, scope, *m_content);
}

std::size_t LongValue::take(Bytes piece)
{
    m_text.clear();
    auto const taken = read(as_text(piece), m_text);
    for (auto* const layer : {m_content.get(), m_plain.get()})
        if (layer && !m_text.empty())
            layer->take(as_bytes(m_text));
    return taken;
}

bool LongValue::ended() const
{
    return std::visit([](auto const& passing) { return passing.ended(); }, m_passing);
}

void LongValue::finish()
{
    m_content->finish();
    if (m_plain)
        m_plain->finish();
    ++m_scope.fields;
}

std::size_t LongValue::read(std::string_view sent, std::string& text)
{
    return std::visit([&](auto& passing) { return passing.take(sent, text); }, m_passing);
}

} // namespace petze::content
