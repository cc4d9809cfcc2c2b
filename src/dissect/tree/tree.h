#pragma once

#include "base/bytes.h"
#include "dissect/json/path.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_set>

/// What the formats that hold named values inside each other have in common, whatever their bytes.
namespace petze {

/// One value inside a document. Views are valid until the sink returns.
struct TreeValue {
    enum class Kind : std::uint8_t { text, bytes, number, key };

    Kind kind{};
    std::string_view path;  // "$.sms[*].body"; of a key: of what it stands in
    std::string_view value; // numbers in decimal
    std::size_t offset{};   // where it stands in the document
    std::size_t length{};   // as sent
};

class TreeSink {
public:
    virtual ~TreeSink() = default;
    /// False: enough; the rest is skipped.
    virtual bool take(TreeValue const& value) = 0;
};

/// Where a value stands in its document.
struct Extent {
    std::size_t offset{};
    std::size_t length{};
};

/// Keeps the way to the value at hand, and tells. Every function that tells returns whether there
/// is somebody who wants more.
class TreeTeller {
public:
    /// Without a sink nothing is told: a document is read to see whether it is one.
    explicit TreeTeller(TreeSink* sink)
        : m_sink(sink)
    {
    }

    bool is_silent() const { return !m_sink; }
    bool enough() const { return m_enough; }
    std::size_t told() const { return m_told; }

    std::size_t length() const { return m_path.length(); }
    void back_to(std::size_t length) { m_path.back_to(length); }
    void element();
    /// Steps into the member of that name, and tells the name: once for each place.
    bool member(std::string_view name, Extent const& at);

    bool text(std::string_view value, Extent const& at);
    bool bytes(Bytes value, Extent const& at);
    bool number(std::uint64_t value, Extent const& at);
    bool number(std::int64_t value, Extent const& at);
    /// What is no number (infinite, or not one) is left out.
    bool number(double value, Extent const& at);

private:
    bool tell(TreeValue::Kind kind, std::string_view value, Extent const& at);
    bool hand_over(TreeValue const& value);
    template<typename Number>
    bool tell_number(Number value, Extent const& at);

    TreeSink* m_sink;
    json::Path m_path;
    std::unordered_set<std::size_t> m_keys; // hashes of their paths
    std::size_t m_told = 0;
    bool m_enough = false;
};

/// Reads documents of one format, one behind the other, as far as they are whole, and returns how
/// many bytes that were. Without a sink nothing is told: so whoever wants to tell only what is
/// whole looks first.
using TreeReader = std::size_t (*)(Bytes bytes, TreeSink* sink);

} // namespace petze
