#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace petze::json {

/// The way into a document, in the notation of RFC 9535; every index of an array is "[*]".
class Path {
public:
    std::size_t length() const { return m_text.size(); }
    std::string_view text() const { return m_text; }
    void back_to(std::size_t length) { m_text.resize(length); }

    void element() { m_text += "[*]"; }
    void member(std::string_view name);

private:
    std::string m_text = "$";
};

} // namespace petze::json
