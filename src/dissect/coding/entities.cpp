#include "dissect/coding/decoders.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>

namespace petze::decoders {

namespace {

// XML 1.0 §4.6, and the blank that HTML is full of.
constexpr struct {
    std::string_view name;
    std::string_view text;
} named[] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};

// RFC 3629 §3.
std::size_t put_utf8(std::uint32_t c, std::uint8_t* out)
{
    auto const tail = [c](int shift) {
        return static_cast<std::uint8_t>(0x80 | (c >> shift & 0x3f));
    };
    if (c < 0x80) {
        out[0] = static_cast<std::uint8_t>(c);
        return 1;
    }
    if (c < 0x800) {
        out[0] = static_cast<std::uint8_t>(0xc0 | c >> 6);
        out[1] = tail(0);
        return 2;
    }
    if (c < 0x10000) {
        out[0] = static_cast<std::uint8_t>(0xe0 | c >> 12);
        out[1] = tail(6);
        out[2] = tail(0);
        return 3;
    }
    out[0] = static_cast<std::uint8_t>(0xf0 | c >> 18);
    out[1] = tail(12);
    out[2] = tail(6);
    out[3] = tail(0);
    return 4;
}

// XML 1.0 §4.1: &#233; and &#xe9; are one character.
std::optional<std::uint32_t> numbered(std::string_view name)
{
    if (name.size() < 2 || name[0] != '#')
        return {};
    bool const hex = name[1] == 'x' || name[1] == 'X';
    name.remove_prefix(hex ? 2 : 1);
    std::uint32_t c = 0;
    auto const [end, problem] =
        std::from_chars(name.data(), name.data() + name.size(), c, hex ? 16 : 10);
    if (problem != std::errc{} || end != name.data() + name.size() || c == 0 || c > 0x10ffff)
        return {};
    return c;
}

class EntityDecoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        Step step;
        while (step.taken < in.size() && out.size() - step.made >= m_entity.size()) {
            if (m_held == 0 && !copy_plain(in, out, step))
                continue;
            auto const c = in[step.taken];
            if (m_held > 0 && c == '&') { // the one before was none
                give_back(out, step);
                continue;
            }
            m_entity[m_held++] = c;
            ++step.taken;
            if (c == ';')
                undo(out, step);
            else if (m_held == m_entity.size() || c <= ' ')
                give_back(out, step);
        }
        return step;
    }
    std::size_t finish(std::span<std::uint8_t> out) override
    {
        Step step;
        give_back(out, step);
        return step.made;
    }
    bool complete() const override { return true; }

private:
    // True where an entity begins.
    static bool copy_plain(Bytes in, std::span<std::uint8_t> out, Step& step)
    {
        auto const most = std::min(in.size() - step.taken, out.size() - step.made);
        auto const* const begin = in.data() + step.taken;
        auto const* const found = static_cast<std::uint8_t const*>(std::memchr(begin, '&', most));
        auto const count = found ? static_cast<std::size_t>(found - begin) : most;
        std::copy_n(begin, count, out.data() + step.made);
        step.taken += count;
        step.made += count;
        return found && out.size() - step.made >= least_room / 2;
    }

    void undo(std::span<std::uint8_t> out, Step& step)
    {
        auto const name = as_text(Bytes{m_entity}.subspan(1, m_held - 2));
        if (auto const c = numbered(name)) {
            step.made += put_utf8(*c, out.data() + step.made);
            m_held = 0;
            return;
        }
        for (auto const& entity : named)
            if (name == entity.name) {
                out[step.made++] = static_cast<std::uint8_t>(entity.text[0]);
                m_held = 0;
                return;
            }
        give_back(out, step);
    }

    void give_back(std::span<std::uint8_t> out, Step& step)
    {
        std::copy_n(m_entity.data(), m_held, out.data() + step.made);
        step.made += m_held;
        m_held = 0;
    }

    std::array<std::uint8_t, least_room / 2> m_entity{};
    std::size_t m_held = 0;
};

} // namespace

std::unique_ptr<Decoder> entities()
{
    return std::make_unique<EntityDecoder>();
}

} // namespace petze::decoders
