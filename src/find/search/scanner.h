#pragma once

#include "base/bytes.h"
#include "find/hash/digests.h"
#include "find/search/front_filter.h"
#include "find/search/function_ref.h"
#include "find/search/variants.h"
#include "find/search/window.h"

#include <array>

namespace petze {

/// Says where in a text something that is looked for may stand: of windows that are there, none is
/// passed over; about one in a hundred others is told in vain. Windows are probed at every fourth
/// byte: in plain text for what may stand in such a text alone. Digests written in characters are
/// probed for where there are twelve of these in a row.
class Scanner {
public:
    Scanner(Variants const& variants, Digests const& digests);

    /// A bit for each class of windows, then one for each DigestCoding.
    static constexpr unsigned suspect_raw = 1u << window_bytes.size();
    static constexpr unsigned suspect_hex = suspect_raw << 1;
    static constexpr unsigned suspect_base64 = suspect_raw << 2;
    using Suspect = FunctionRef<void(std::size_t at, unsigned suspects)>;
    /// `suspects` says what may stand there.
    void scan(Bytes text, Suspect suspect) const;

private:
    struct Windows {
        FrontFilter front;                                   // asked at every place
        std::array<WordFilter, window_bytes.size()> filters; // where that one says yes

        void reserve(Variants::Counts const& counts);
        unsigned at(std::uint64_t bytes) const;
    };
    struct Batch;
    struct Coded;
    class Suspects;

    Windows const& windows(bool is_text) const { return is_text ? m_text : m_binary; }
    bool may_be_raw(std::uint64_t bytes, bool is_text) const;
    void scan_windows(Batch const& batch, Suspects& suspects) const;
    Coded find_coded(Batch const& batch) const;
    void scan_coded(Batch const& batch, Coded const& coded, Suspect suspect) const;

    Windows m_text;        // what has no byte that is not of text in its region
    Windows m_binary;      // all
    WordFilter m_raw_text; // digests whose bytes happen to be text
    WordFilter m_hex, m_base64;
    bool m_has_digests = false;
};

} // namespace petze
