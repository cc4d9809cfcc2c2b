#pragma once

#include "base/bytes.h"
#include "dissect/header/header_lines.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace petze {

/// What comes out of a multipart body, in order. Called back from within take() and finish().
class MultipartHandler {
public:
    virtual ~MultipartHandler() = default;
    virtual void part_begins(HeaderLines const& head) = 0;
    virtual void part_data(Bytes piece) = 0;
    /// Bytes of what comes now are missing.
    virtual void lost() = 0;
    /// `whole` is false where the body ended, or lost bytes, inside of the part.
    virtual void part_ends(bool whole) = 0;
    /// Preamble and epilogue: text that belongs to no part.
    virtual void between_parts(Bytes piece) = 0;
};

/// RFC 2046 §5.1.1: splits a body at its boundary, as it comes. Keeps a part's head whole, and
/// of the data only what may turn out to be a delimiter.
class MultipartReader {
public:
    MultipartReader(std::string_view boundary, MultipartHandler& handler);

    void take(Bytes piece);
    /// Bytes are missing here, perhaps a delimiter among them: the part is not whole.
    void gap();
    void finish();

private:
    enum class State : std::uint8_t { preamble, head, data, epilogue };
    enum class Found : std::uint8_t { nothing, delimiter, close, undecided };
    struct Match {
        Found found{};
        std::size_t data_end{};  // where the data before it ends
        std::size_t match_end{}; // behind the boundary
    };

    void work(std::string_view text);
    std::size_t take_head(std::string_view text);
    std::size_t take_data(std::string_view text);
    Match find_delimiter(std::string_view text) const;
    std::size_t undecided_tail(std::string_view text) const;
    void tell(std::string_view data);
    void begin_part(std::string_view head);
    void end_part(bool whole);

    MultipartHandler& m_handler;
    std::string m_delimiter; // "\n--boundary"
    std::string m_held;
    std::size_t m_head_searched = 0;
    State m_state = State::preamble;
    bool m_at_start = true; // the first delimiter may stand without a newline before it
    bool m_whole = true;
};

/// The boundary that a body without a declared one begins with; empty where it begins otherwise.
std::string_view boundary_of(Bytes first);

} // namespace petze
