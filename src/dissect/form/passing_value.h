#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace petze {

/// A value of a form that passes by (URL standard, 5.1): undoes percent escapes up to the '&'
/// behind it. What is no escape stays as it is.
class PassingFormValue {
public:
    /// `is_coded` is false of a value that was not encoded: its '+' and '%' are no escapes.
    explicit PassingFormValue(bool is_coded)
        : m_is_coded(is_coded)
    {
    }

    /// Returns how much of it belongs to the value, the '&' with it; the text is added to `out`.
    std::size_t take(std::string_view piece, std::string& out);
    bool ended() const { return m_ended; }

private:
    std::string m_escape; // what came of one so far
    bool m_is_coded;
    bool m_ended = false;
};

} // namespace petze
