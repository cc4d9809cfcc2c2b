#pragma once

#include "base/bytes.h"
#include "base/limits.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What documents and images take that wait for their end: a count that all conversations of a
/// shard share, so that no number of them takes more than their share of the memory.
struct HeldContent {
    std::size_t most = limits::held_content; // bytes
    std::size_t bytes = 0; // more by a few at most: what a cut document goes on with

    std::size_t room() const { return bytes < most ? most - bytes : 0; }
};

/// One of them. In parts of one size, which the allocator can use again for any other: buffers that
/// grow leave holes that nothing fits into, several times what they hold.
class HeldBytes {
public:
    /// `all` outlives it.
    explicit HeldBytes(HeldContent& all)
        : m_all(all)
    {
    }
    ~HeldBytes() { clear(); }
    HeldBytes(HeldBytes const&) = delete;
    HeldBytes& operator=(HeldBytes const&) = delete;

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    /// There must be room.
    void add(Bytes piece);
    /// All of it in one piece; holds nothing afterwards.
    std::string take();
    void clear();

private:
    HeldContent& m_all;
    std::vector<std::string> m_parts; // all but the last are full
    std::size_t m_size = 0;
};

} // namespace petze
