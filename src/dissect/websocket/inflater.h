#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <memory>
#include <span>

namespace petze::websocket {

/// permessage-deflate of one direction (RFC 7692 section 7.2.2): raw DEFLATE, its window kept from
/// message to message. A sender that resets its window refers to nothing before it, so what was
/// negotiated need not be known.
class Inflater {
public:
    struct Step {
        std::size_t taken{};
        std::size_t made{};
        bool damaged{};
    };

    Inflater();
    ~Inflater();
    Inflater(Inflater const&) = delete;
    Inflater& operator=(Inflater const&) = delete;

    /// Takes and makes nothing where it needs more input.
    Step inflate(Bytes in, std::span<std::uint8_t> out);
    /// Bytes were lost: what comes next may refer to nothing before it.
    void forget();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace petze::websocket
