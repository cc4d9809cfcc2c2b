#include "dissect/xml/xml.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/xml/parser.h"

#include <algorithm>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

namespace petze {

namespace {

constexpr std::size_t remembered_names = 10'000;

/// Gathers what comes in pieces, and where it stands.
class Gathered {
public:
    void add(std::string_view piece, std::size_t offset)
    {
        if (m_text.empty())
            m_offset = offset;
        m_text += piece;
    }
    std::string_view text() const { return m_text; }
    Extent extent(std::size_t upto) const
    {
        return {m_offset, std::max(upto, m_offset) - m_offset};
    }
    void clear() { m_text.clear(); }

private:
    std::string m_text;
    std::size_t m_offset = 0;
};

std::string_view bounded(std::string_view name)
{
    name = name.substr(0, limits::step_bytes);
    while (!name.empty() && !is_utf8(name)) // a cut character
        name.remove_suffix(1);
    return name;
}

class XmlTeller : public xml::Handler {
public:
    explicit XmlTeller(TreeSink* sink)
        : m_sink(sink)
    {
    }

    bool begin(std::string_view name, char const* const* attributes, std::size_t offset) override
    {
        flush(offset);
        enter(name, offset);
        for (; attributes[0]; attributes += 2)
            tell_attribute(attributes[0], attributes[1], offset);
        return !m_enough;
    }
    bool end(std::size_t offset) override
    {
        flush(offset);
        if (m_beyond > 0) {
            --m_beyond;
        } else if (!m_lengths.empty()) {
            m_path.resize(m_lengths.back());
            m_lengths.pop_back();
        }
        return !m_enough;
    }
    void text(std::string_view piece, std::size_t offset) override
    {
        if (m_sink)
            m_text.add(piece, offset);
    }
    void other(std::string_view piece, std::size_t offset) override
    {
        if (m_sink)
            m_other.add(piece, offset);
    }

    void flush(std::size_t offset)
    {
        for (auto* gathered : {&m_text, &m_other}) {
            if (!trim(gathered->text()).empty())
                tell(TreeValue::Kind::text, m_path, gathered->text(), gathered->extent(offset));
            gathered->clear();
        }
    }

private:
    void enter(std::string_view name, std::size_t offset)
    {
        auto const outside = m_path.size();
        if (m_lengths.size() >= static_cast<std::size_t>(limits::xml_depth)) {
            ++m_beyond; // its place is told as that of what it stands in
            tell(TreeValue::Kind::key, m_path, name, {offset, 0});
            return;
        }
        m_lengths.push_back(outside);
        m_path += '/';
        m_path += bounded(name);
        tell_name(outside, name, offset);
    }

    void tell_attribute(std::string_view name, std::string_view value, std::size_t offset)
    {
        auto const outside = m_path.size();
        m_path += "/@";
        m_path += bounded(name);
        tell_name(outside, name, offset);
        tell(TreeValue::Kind::text, m_path, value, {offset, 0});
        m_path.resize(outside);
    }

    // The path ends with the name.
    void tell_name(std::size_t outside, std::string_view name, std::size_t offset)
    {
        if (!m_sink
            || (m_names.size() < remembered_names
                && !m_names.insert(std::hash<std::string_view>{}(m_path)).second))
            return;
        auto const where = std::string_view{m_path}.substr(0, outside);
        tell(TreeValue::Kind::key, where, name, {offset, 0});
    }

    void tell(TreeValue::Kind kind, std::string_view path, std::string_view value,
              Extent const& extent)
    {
        if (m_sink && !m_enough && !value.empty())
            m_enough = !m_sink->take(
                {kind, path.empty() ? "/" : path, value, extent.offset, extent.length});
    }

    TreeSink* m_sink;
    std::string m_path;
    std::vector<std::size_t> m_lengths; // of the path, outside of each open element
    std::size_t m_beyond = 0;           // elements deeper than the path goes
    std::unordered_set<std::size_t> m_names;
    Gathered m_text;
    Gathered m_other;
    bool m_enough = false;
};

/// Apple's property lists: <dict> with a <key> before each value, <array>, and plain values.
class PlistTeller : public xml::Handler {
public:
    explicit PlistTeller(TreeSink* sink)
        : m_teller(sink)
    {
    }

    bool begin(std::string_view name, char const* const* attributes, std::size_t offset) override
    {
        flush(offset);
        if (!m_open.empty() && m_open.back().kind == Kind::array)
            m_teller.element();
        m_open.push_back({kind_of(name), m_teller.length()});
        if (m_open.back().kind == Kind::stranger) {
            m_teller.text(name, {offset, 0});
            for (; attributes[0]; attributes += 2)
                m_teller.text(attributes[1], {offset, 0});
        }
        return goes_on();
    }
    bool end(std::size_t offset) override
    {
        auto const kind = m_open.back().kind;
        if (kind == Kind::data)
            tell_data(offset);
        else if (kind != Kind::key)
            flush(offset);
        m_open.pop_back();
        if (!m_open.empty())
            m_teller.back_to(m_open.back().inside);
        if (kind == Kind::key && !m_text.text().empty())
            m_teller.member(m_text.text(), m_text.extent(offset));
        m_text.clear();
        return goes_on();
    }
    void text(std::string_view piece, std::size_t offset) override { m_text.add(piece, offset); }
    void other(std::string_view piece, std::size_t offset) override { m_other.add(piece, offset); }

    void flush(std::size_t offset)
    {
        for (auto* gathered : {&m_text, &m_other}) {
            if (!trim(gathered->text()).empty())
                m_teller.text(gathered->text(), gathered->extent(offset));
            gathered->clear();
        }
    }

private:
    enum class Kind : std::uint8_t { array, key, value, data, stranger };
    struct Open {
        Kind kind{};
        std::size_t inside{}; // length of the path to it
    };

    static Kind kind_of(std::string_view name)
    {
        constexpr std::string_view values[] = {"plist", "dict", "string", "integer",
                                               "real",  "date", "true",   "false"};
        if (name == "array")
            return Kind::array;
        if (name == "key")
            return Kind::key;
        if (name == "data")
            return Kind::data;
        bool const known =
            std::find(std::begin(values), std::end(values), name) != std::end(values);
        return known ? Kind::value : Kind::stranger;
    }
    void tell_data(std::size_t offset)
    {
        auto const bytes = decode_base64(trim(m_text.text()));
        if (bytes && m_teller.bytes(*bytes, m_text.extent(offset)))
            m_text.clear();
        flush(offset);
    }
    bool goes_on() const
    {
        return !m_teller.enough() && m_open.size() <= static_cast<std::size_t>(limits::xml_depth);
    }

    TreeTeller m_teller;
    std::vector<Open> m_open;
    Gathered m_text;
    Gathered m_other;
};

/// Which part of a text comes next: "<?xml …?>" and its relatives left out.
std::string_view root_of(std::string_view text)
{
    constexpr std::size_t looked_at = 1024;
    text = text.substr(0, looked_at);
    while (true) {
        auto const open = text.find('<');
        if (open == npos || open + 1 >= text.size())
            return {};
        text.remove_prefix(open + 1);
        if (text.front() != '?' && text.front() != '!')
            return text.substr(0, text.find_first_of(" \t\r\n/>"));
    }
}

template<typename Teller>
std::size_t read_one(std::string_view text, TreeSink* sink)
{
    Teller teller{sink};
    auto const read = xml::parse(text, teller);
    teller.flush(read);
    return read;
}

/// Moves what one of several documents tells to where it stands.
class Moved : public TreeSink {
public:
    Moved(TreeSink* to, std::size_t by)
        : m_to(to)
        , m_by(by)
    {
    }
    bool take(TreeValue const& value) override
    {
        auto moved = value;
        moved.offset += m_by;
        m_enough = !m_to->take(moved);
        return !m_enough;
    }
    bool enough() const { return m_enough; }

private:
    TreeSink* m_to;
    std::size_t m_by;
    bool m_enough = false;
};

} // namespace

bool looks_like_xml(std::string_view text)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    text = trim(text.substr(0, 64));
    if (text.size() < 2 || text[0] != '<')
        return false;
    auto const second = to_lower(text[1]);
    bool const begins = (second >= 'a' && second <= 'z') || second == '?' || second == '!'
                        || second == '_' || (second & 0x80) != 0;
    auto const begin = lower(text.substr(0, 14));
    return begins && !begin.starts_with("<!doctype html") && !begin.starts_with("<html")
           && !begin.starts_with("<head");
}

XmlKind xml_kind(std::string_view text)
{
    return root_of(text) == "plist" ? XmlKind::plist : XmlKind::xml;
}

std::size_t read_xml(Bytes bytes, TreeSink* sink)
{
    constexpr int most = 1000; // documents behind each other
    auto const text = as_text(bytes);
    std::size_t done = 0;
    bool enough = false;
    for (int i = 0; i < most && !enough && looks_like_xml(text.substr(done)); ++i) {
        Moved moved{sink, done};
        auto* const to = sink ? &moved : nullptr;
        auto const rest = text.substr(done);
        auto const read = xml_kind(text) == XmlKind::plist ? read_one<PlistTeller>(rest, to)
                                                           : read_one<XmlTeller>(rest, to);
        done += read;
        enough = read == 0 || moved.enough();
    }
    return done;
}

} // namespace petze
