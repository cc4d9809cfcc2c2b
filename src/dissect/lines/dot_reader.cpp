#include "dissect/lines/dot_reader.h"

#include <cstring>

namespace petze {

DotReader::Step DotReader::next(Bytes piece)
{
    auto const first = piece[0];
    switch (m_state) {
    case State::line_begins:
        if (first == '.') {
            m_state = State::dot;
            return {.skip = 1};
        }
        break;
    case State::dot:
        if (first == '\r') {
            m_state = State::dot_return;
            return {.skip = 1};
        }
        [[fallthrough]];
    case State::dot_return:
        if (first == '\n') {
            m_state = State::line_begins;
            return {.skip = 1, .ended = true};
        }
        break;
    case State::inside:
        break;
    }
    // To the end of the line.
    auto const* const newline = std::memchr(piece.data(), '\n', piece.size());
    m_state = newline ? State::line_begins : State::inside;
    return {.content = newline ? static_cast<std::size_t>(static_cast<std::uint8_t const*>(newline)
                                                          - piece.data())
                                     + 1
                               : piece.size()};
}

} // namespace petze
