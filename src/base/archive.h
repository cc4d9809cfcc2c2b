#pragma once

#include "base/bytes.h"
#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace petze {

/// What can be copied byte by byte and has no byte that means nothing, or is a floating-point
/// number.
template<typename T>
concept Plain = std::is_trivially_copyable_v<T> &&(
    std::has_unique_object_representations_v<T> || std::is_floating_point_v<T>);

/// Values one after the other in this machine's own form, for the same program to read again on
/// the same machine. Says nothing of itself: the reader asks for the same types in the same order.
class ArchiveWriter {
public:
    template<Plain T>
    void value(T const& value)
    {
        append(&value, sizeof(T));
    }
    void text(std::string_view text)
    {
        value(text.size());
        append(text.data(), text.size());
    }
    template<Plain T>
    void values(std::vector<T> const& values)
    {
        value(values.size());
        append(values.data(), values.size() * sizeof(T));
    }

    std::vector<std::uint8_t> take() { return std::move(m_bytes); }

private:
    void append(void const* from, std::size_t size)
    {
        auto const* bytes = static_cast<std::uint8_t const*>(from);
        m_bytes.insert(m_bytes.end(), bytes, bytes + size);
    }

    std::vector<std::uint8_t> m_bytes;
};

/// Reads what an ArchiveWriter wrote. Where there is less than it asks for, that and all that
/// follows is zero and empty, and ok() is false.
class ArchiveReader {
public:
    explicit ArchiveReader(Bytes bytes)
        : m_rest(bytes)
    {
    }

    template<Plain T>
    T value()
    {
        T out{};
        if (auto const bytes = take(sizeof(T)); !bytes.empty())
            std::memcpy(&out, bytes.data(), sizeof(T));
        return out;
    }
    /// How many of something follow, of which each takes a byte or more.
    std::size_t count()
    {
        auto const count = value<std::size_t>();
        if (count > m_rest.size())
            fail();
        return m_ok ? count : 0;
    }
    /// Stands in what is read.
    std::string_view text() { return as_text(take(count())); }
    template<Plain T>
    std::vector<T> values()
    {
        std::vector<T> out;
        auto const size = count();
        if (size > m_rest.size() / sizeof(T))
            fail();
        if (auto const bytes = take(m_ok ? size * sizeof(T) : 0); !bytes.empty()) {
            out.resize(size);
            std::memcpy(out.data(), bytes.data(), bytes.size());
        }
        return out;
    }

    bool ok() const { return m_ok; }

private:
    Bytes take(std::size_t size)
    {
        if (size > m_rest.size())
            fail();
        auto const out = m_rest.first(m_ok ? size : 0);
        m_rest = m_rest.subspan(out.size());
        return out;
    }
    void fail()
    {
        m_ok = false;
        m_rest = {};
    }

    Bytes m_rest;
    bool m_ok = true;
};

/// Texts of which the same few come again and again, each once.
class KeptWords {
public:
    /// The same text, for as long as this lives, wherever this is moved to.
    std::string_view keep(std::string_view text)
    {
        if (auto const found = m_words.find(text); found != m_words.end())
            return *found;
        return *m_words.emplace(text).first;
    }

private:
    std::set<std::string, std::less<>> m_words;
};

} // namespace petze
