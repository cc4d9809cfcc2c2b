#pragma once

#include "base/bytes.h"
#include "base/text.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace petze {

/// One pair of a form or of a URL's query (URL standard, 5.1).
struct FormPair {
    std::string name;           // decoded
    std::string value;          // decoded
    std::string_view raw_value; // as sent; of the text
    std::size_t begin{};        // where the pair stands in the text
    std::size_t end{};
    bool has_value{}; // false: a name without "="
};

/// Reads pair after pair of `text`, which outlives it.
class FormReader {
public:
    explicit FormReader(std::string_view text)
        : m_text(text)
    {
    }
    /// False at the end. Empty pairs ("a=1&&b=2") are left out.
    bool next(FormPair& pair);

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

/// Whether text that was not declared to be a form is one: pairs of names and values, made of
/// nothing but what URL encoding leaves. `whole` is false where more of the text may follow.
bool looks_like_form(std::string_view text, bool whole);

} // namespace petze
