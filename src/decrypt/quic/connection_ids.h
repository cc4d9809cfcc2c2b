#pragma once

#include "base/bytes.h"
#include "base/limits.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace petze::quic {

/// One connection id (RFC 9000 section 5.1), kept in place.
class ConnectionId {
public:
    explicit ConnectionId(Bytes bytes)
        : m_size(static_cast<std::uint8_t>(std::min(bytes.size(), m_bytes.size())))
    {
        std::copy_n(bytes.begin(), m_size, m_bytes.begin());
    }
    Bytes bytes() const { return Bytes{m_bytes}.first(m_size); }
    bool is(Bytes other) const
    {
        return std::equal(other.begin(), other.end(), m_bytes.begin(), m_bytes.begin() + m_size);
    }

private:
    std::array<std::uint8_t, limits::quic_id_bytes> m_bytes{};
    std::uint8_t m_size = 0;
};

/// The ids that one side of a connection chose: packets to it begin with one of them.
class ConnectionIds {
public:
    void add(Bytes id)
    {
        if (contains(id))
            return;
        // The first is that of the handshake; of the others the oldest was retired long ago.
        if (m_ids.size() >= limits::quic_ids)
            m_ids.erase(m_ids.begin() + 1);
        m_ids.emplace_back(id);
        m_last = m_ids.size() - 1;
    }
    bool contains(Bytes id) const
    {
        return std::any_of(m_ids.begin(), m_ids.end(),
                           [&](ConnectionId const& known) { return known.is(id); });
    }
    bool empty() const { return m_ids.empty(); }

    /// How long the id is that these bytes, a short header without its first byte, begin with.
    std::optional<std::size_t> match(Bytes bytes)
    {
        auto const fits = [&](std::size_t i) {
            auto const id = m_ids[i].bytes();
            return id.size() <= bytes.size() && m_ids[i].is(bytes.first(id.size()));
        };
        if (m_last < m_ids.size() && fits(m_last))
            return m_ids[m_last].bytes().size();
        for (std::size_t i = 0; i < m_ids.size(); ++i)
            if (fits(i)) {
                m_last = i;
                return m_ids[i].bytes().size();
            }
        return {};
    }
    /// The length that an id nobody told us of most likely has.
    std::size_t usual_length() const { return m_ids.empty() ? 0 : m_ids.back().bytes().size(); }

private:
    std::vector<ConnectionId> m_ids;
    std::size_t m_last = 0; // the one that matched last
};

} // namespace petze::quic
