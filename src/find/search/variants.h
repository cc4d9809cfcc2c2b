#pragma once

#include "base/bytes.h"
#include "find/profile/profile.h"
#include "find/search/function_ref.h"
#include "find/search/needles.h"
#include "find/search/window.h"

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// Every spelling that is looked for, arranged by its windows. Reads the bytes of needles and
/// photos where they are: both outlive it.
class Variants {
public:
    Variants(Needles const& needles, Profile const& profile);
    /// As they were saved for the same needles and profile; nowhere where the archive is cut off.
    Variants(Needles const& needles, Profile const& profile, ArchiveReader& in);
    Variants(Variants const&) = delete;
    Variants& operator=(Variants const&) = delete;

    void save(ArchiveWriter& out) const;

    bool empty() const { return m_variants.empty(); }

    /// One spelling of one needle.
    struct Variant {
        Bytes bytes;              // lower case where the comparison is caseless
        std::string_view steps{}; // Spelling::steps
        std::uint32_t needle{};
        bool standalone{}; // must not touch further digits or letters of its own kind
        bool caseless{};
        bool whole{}; // Placement::whole
        /// What its neighbours are to be read as.
        enum class Script : std::uint8_t { text, utf16le, utf16be, base64, hex };
        Script script{};
        WrappedEdge before{}, behind{};
    };
    std::span<Variant const> all() const { return m_variants; }
    /// By its place in the order in which groups have them.
    Variant const& ordered(std::uint32_t index) const { return m_variants[m_order[index]]; }

    /// Variants with the same window at the same place, and the same bytes before it: neighbours,
    /// sorted by their bytes.
    struct Group {
        std::uint32_t first{}, last{}; // of ordered(); the last is not one of them
        std::uint16_t head{};          // bytes before the window
        std::uint8_t shift{};          // bytes of the region before the window
        std::uint8_t window_class{};
        bool standalone{}; // all of them are, and text
        bool caseless{};   // all of them are, or none
    };

    /// Those whose window, of that class and in folded case, stands somewhere.
    std::span<Group const> groups(std::uint64_t window, std::size_t window_class) const;

    /// Before the end of a region, none of its spellings begins further back.
    std::size_t reach() const { return m_reach; }
    using Counts = std::array<std::size_t, window_bytes.size()>;
    /// How many different windows there are, by class: all, or those that may stand in a text with
    /// no byte that is_binary().
    Counts const& windows(bool of_text) const { return of_text ? m_text_windows : m_windows; }
    using WindowSink = FunctionRef<void(std::uint64_t window)>;
    void each_window(std::size_t window_class, bool of_text, WindowSink sink) const;

private:
    struct Entry;
    struct Slot {
        std::uint64_t key{}; // window and class; 0 where there is none
        std::uint32_t first_group{}, last_group{};
        bool of_text{}; // some region of it is
    };

    void collect(Needles const& needles, Profile const& profile);
    std::vector<Entry> entries(Needles const& needles);
    void arrange(std::vector<Entry> const& entries);
    void index(std::vector<Slot> const& places);

    std::deque<std::string> m_lowered; // what caseless variants point into
    std::vector<Variant> m_variants;
    std::vector<std::uint32_t> m_order;
    std::vector<Group> m_groups;
    std::vector<Slot> m_slots; // open addressing
    Counts m_windows{}, m_text_windows{};
    std::size_t m_reach = 0;
};

} // namespace petze
