#include "dissect/tree/tree.h"

#include <array>
#include <charconv>
#include <cmath>
#include <functional>

namespace petze {

namespace {

constexpr std::size_t remembered_keys = 10'000;

} // namespace

void TreeTeller::element()
{
    if (m_sink)
        m_path.element();
}

bool TreeTeller::member(std::string_view name, Extent const& at)
{
    if (!m_sink)
        return true;
    auto const outside = m_path.length();
    m_path.member(name);
    if (m_keys.size() < remembered_keys
        && !m_keys.insert(std::hash<std::string_view>{}(m_path.text())).second)
        return !m_enough;
    return hand_over(
        {TreeValue::Kind::key, m_path.text().substr(0, outside), name, at.offset, at.length});
}

bool TreeTeller::text(std::string_view value, Extent const& at)
{
    return tell(TreeValue::Kind::text, value, at);
}

bool TreeTeller::bytes(Bytes value, Extent const& at)
{
    return tell(TreeValue::Kind::bytes, as_text(value), at);
}

template<typename Number>
bool TreeTeller::tell_number(Number value, Extent const& at)
{
    if (!m_sink)
        return true;
    std::array<char, 64> text{};
    auto const* end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return tell(TreeValue::Kind::number, {text.data(), static_cast<std::size_t>(end - text.data())},
                at);
}

bool TreeTeller::number(std::uint64_t value, Extent const& at)
{
    return tell_number(value, at);
}

bool TreeTeller::number(std::int64_t value, Extent const& at)
{
    return tell_number(value, at);
}

bool TreeTeller::number(double value, Extent const& at)
{
    return !std::isfinite(value) || tell_number(value, at);
}

bool TreeTeller::tell(TreeValue::Kind kind, std::string_view value, Extent const& at)
{
    return hand_over({kind, m_path.text(), value, at.offset, at.length});
}

bool TreeTeller::hand_over(TreeValue const& value)
{
    ++m_told;
    if (!m_sink || value.value.empty())
        return true;
    if (!m_enough)
        m_enough = !m_sink->take(value);
    return !m_enough;
}

} // namespace petze
