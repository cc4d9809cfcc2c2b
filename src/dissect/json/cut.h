#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace petze::json {

/// Where a document that is too long to be read whole is cut in two. Both halves are JSON again,
/// and what stands in them keeps its path: the first is closed by mend(), the second begins with
/// `opening`.
struct Cut {
    /// Behind the comma, or document, before which everything is whole; or at the quote of a string
    /// that is most of what there is. 0 where there is no such place.
    std::size_t at{};
    std::string opening; // `{"files":[{`
    bool is_string{};    // in the second, `opening` stands for this string, too
    std::string path;    // of the string: "$.files[*].data"
};

/// `document` may be several, one after the other.
Cut cut(std::string_view document);

/// A string of JSON that passes by: undoes its escapes up to its closing quote.
class PassingString {
public:
    /// Returns how much of it belongs to the string, its closing quote with it; the text is added
    /// to `out`. What is no escape stays as it is.
    std::size_t take(std::string_view piece, std::string& out);
    bool ended() const { return m_ended; }

private:
    std::string m_escape; // what came of one so far
    bool m_ended = false;
};

} // namespace petze::json
