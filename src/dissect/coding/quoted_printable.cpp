#include "dissect/coding/decoders.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace petze::decoders {

namespace {

int digit(std::uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20; // RFC 2045 §6.7 (1) wants capitals; a robust reader takes both
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

class QuotedPrintableDecoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        Step step;
        while (step.taken < in.size() && out.size() - step.made >= m_escape.size()) {
            if (m_held == 0) {
                copy_plain(in, out, step);
                if (step.taken == in.size() || in[step.taken] != '=')
                    continue; // the room is filled
            }
            m_escape[m_held++] = in[step.taken++];
            undo_escape(out, step);
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
    static void copy_plain(Bytes in, std::span<std::uint8_t> out, Step& step)
    {
        auto const most = std::min(in.size() - step.taken, out.size() - step.made);
        auto const* const begin = in.data() + step.taken;
        auto const* const escape = static_cast<std::uint8_t const*>(std::memchr(begin, '=', most));
        auto const count = escape ? static_cast<std::size_t>(escape - begin) : most;
        std::copy_n(begin, count, out.data() + step.made);
        step.taken += count;
        step.made += count;
    }

    void undo_escape(std::span<std::uint8_t> out, Step& step)
    {
        auto const last = m_escape[m_held - 1];
        if (m_held == 1)
            return;
        if (last == '\n') { // RFC 2045 §6.7 (5): a soft line break, with or without its CR
            m_held = 0;
            return;
        }
        if (m_held == 2 && (last == '\r' || digit(last) >= 0))
            return;
        if (m_held == 3 && digit(m_escape[1]) >= 0 && digit(last) >= 0) {
            out[step.made++] = static_cast<std::uint8_t>(digit(m_escape[1]) << 4 | digit(last));
            m_held = 0;
            return;
        }
        give_back(out, step);
    }

    // No escape after all: it stays as it is.
    void give_back(std::span<std::uint8_t> out, Step& step)
    {
        std::copy_n(m_escape.data(), m_held, out.data() + step.made);
        step.made += m_held;
        m_held = 0;
    }

    std::array<std::uint8_t, 3> m_escape{};
    std::size_t m_held = 0;
};

} // namespace

std::unique_ptr<Decoder> quoted_printable()
{
    return std::make_unique<QuotedPrintableDecoder>();
}

} // namespace petze::decoders
