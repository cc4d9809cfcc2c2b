#pragma once

#include "base/bytes.h"
#include "find/hash/digests.h"
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
        /// Probed at every place: for long windows, and for all others.
        WordFilter front_long;
        PairFilter front_short;
        bool has_long = false, has_short = false;
        /// Asked where one of those says yes.
        std::array<WordFilter, window_bytes.size()> filters;

        void reserve(Variants::Counts const& counts);
        void prefetch(std::uint8_t const* bytes) const;
        unsigned standing(std::uint8_t const* bytes) const;
        template<bool Long, bool Short>
        unsigned standing(std::uint8_t const* bytes) const;
        unsigned at(std::uint64_t bytes) const;
    };
    /// 64 bytes of a text with those before and behind them.
    struct Block;

    struct Coded;
    class Suspects;

    Windows const& windows(bool is_text) const { return is_text ? m_text : m_binary; }
    bool may_be_raw(std::uint64_t bytes, bool is_text) const;
    void scan_windows(Block const& block, Suspects& suspects) const;
    void prefetch(Coded const& coded) const;
    void scan_coded(Coded const& coded, Suspect suspect) const;

    Windows m_text;        // what has no byte that is not of text in its region
    Windows m_binary;      // all
    WordFilter m_raw_text; // digests whose bytes happen to be text
    WordFilter m_hex, m_base64;
    bool m_has_digests = false;
};

} // namespace petze
