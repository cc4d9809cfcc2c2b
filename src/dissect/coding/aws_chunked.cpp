#include "dissect/coding/decoders.h"

#include "base/text.h"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace petze::decoders {

namespace {

/// The line before a chunk: "10000;chunk-signature=<64 hex digits>", of version 4A longer and
/// filled up with '*'; without a signature where only trailers vouch for the bytes.
std::optional<std::uint64_t> chunk_size(std::string_view line)
{
    constexpr std::string_view mark = ";chunk-signature=";
    auto const end = std::min(line.find(';'), line.size());
    std::uint64_t size{};
    auto const [stop, trouble] = std::from_chars(line.data(), line.data() + end, size, 16);
    if (end == 0 || trouble != std::errc{} || stop != line.data() + end)
        return {};
    auto const rest = line.substr(end);
    bool const is_signed =
        rest.starts_with(mark)
        && rest.find_first_not_of("0123456789abcdefABCDEF*", mark.size()) == npos;
    return rest.empty() || is_signed ? std::optional{size} : std::nullopt;
}

/// Ends behind the line of the empty chunk: what follows are trailers.
class AwsChunkedDecoder : public Decoder {
public:
    Step decode(Bytes in, std::span<std::uint8_t> out) override
    {
        Step step;
        if (m_is_over)
            step.state = State::end;
        while (step.taken < in.size() && step.state == State::more) {
            if (m_expect == Expect::data && !copy(in, out, step))
                return step; // no room
            if (m_expect != Expect::data && step.taken < in.size())
                step.state = take(static_cast<char>(in[step.taken++]));
        }
        return step;
    }
    bool complete() const override { return m_is_over; }

private:
    enum class Expect : std::uint8_t { line, data, line_end };
    static constexpr std::size_t longest = 256; // of a line

    bool copy(Bytes in, std::span<std::uint8_t> out, Step& step)
    {
        auto const room = std::min(in.size() - step.taken, out.size() - step.made);
        auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, room));
        std::copy_n(in.begin() + static_cast<std::ptrdiff_t>(step.taken), count,
                    out.begin() + static_cast<std::ptrdiff_t>(step.made));
        step.taken += count;
        step.made += count;
        m_left -= count;
        if (m_left == 0)
            m_expect = Expect::line_end;
        return m_left == 0 || step.made < out.size();
    }

    State take(char c)
    {
        if (m_expect == Expect::line_end) {
            if (c == '\n')
                m_expect = Expect::line;
            return c == '\r' || c == '\n' ? State::more : State::damaged;
        }
        if (c != '\n') {
            m_line += c;
            return m_line.size() > longest ? State::damaged : State::more;
        }
        auto const size = chunk_size(trim(m_line));
        m_line.clear();
        if (!size)
            return State::damaged;
        m_is_over = *size == 0;
        m_left = *size;
        m_expect = Expect::data;
        return m_is_over ? State::end : State::more;
    }

    Expect m_expect = Expect::line;
    std::string m_line;
    std::uint64_t m_left = 0; // of the chunk
    bool m_is_over = false;
};

} // namespace

std::unique_ptr<Decoder> aws_chunked()
{
    return std::make_unique<AwsChunkedDecoder>();
}

} // namespace petze::decoders
