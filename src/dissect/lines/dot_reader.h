#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>

namespace petze {

/// Content that ends with a line that holds a dot alone, and in which a dot at the beginning of a
/// line was doubled: RFC 5321 section 4.5.2, RFC 1939 section 3. Keeps nothing but its state.
class DotReader {
public:
    /// What comes next of a piece: so many bytes to be left out, then so many of the content.
    struct Step {
        std::size_t skip{};
        std::size_t content{};
        bool ended{}; // behind both
    };

    /// `piece` is not empty. A step takes at least one byte of it.
    Step next(Bytes piece);
    /// Begins anew, at the beginning of a line.
    void begin() { m_state = State::line_begins; }
    /// Bytes are missing; what follows is most likely inside a line.
    void gap() { m_state = State::inside; }

private:
    enum class State : std::uint8_t { line_begins, dot, dot_return, inside };
    State m_state = State::line_begins;
};

} // namespace petze
