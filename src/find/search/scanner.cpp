#include "find/search/scanner.h"

#include "find/search/byte_classes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

namespace petze {

namespace {

constexpr std::size_t block_bytes = ByteClasses::block;
// What is there at once, with all else: half of a first-level cache.
constexpr std::size_t near_bytes = std::size_t{1} << 14;

std::uint64_t bytes_at(std::uint8_t const* at)
{
    std::uint64_t bytes{};
    std::memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}

// Of 128 bits those from there on.
constexpr std::uint64_t from(unsigned bit, std::uint64_t low, std::uint64_t high)
{
    return low >> bit | high << (64 - bit);
}

// Eight characters of ASCII.
constexpr bool are_hex(std::uint64_t bytes)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    auto const folded = folded_case(bytes);
    auto const from_character = [&](unsigned char c) { return folded + ones * (0x80u - c); };
    auto const digits = from_character('0') & ~from_character('9' + 1);
    auto const letters = from_character('a') & ~from_character('f' + 1);
    return ((digits | letters) & ones << 7) == ones << 7;
}

} // namespace

struct Scanner::Block {
    std::uint8_t const* bytes; // as many again can be read behind the block
    std::size_t at;            // in the text
    std::size_t length;        // of the text
    ByteClasses before, here, behind;

    /// A region may begin three bytes before a probe and ends less than ten bytes behind it.
    bool is_text() const
    {
        return (before.binary >> 61 | here.binary | (behind.binary & 0x3f)) == 0;
    }

    /// Each eighth place, as a bit, where twelve coded bytes stand, eight of them from there on:
    /// in fifteen that belong together there is one.
    std::uint64_t coded() const
    {
        auto low = here.coded, high = behind.coded;
        for (auto const count : {1u, 2u, 4u}) { // from i to i + 2 * count
            low &= from(count, low, high);
            high &= high >> count;
        }
        bool const reaches_back = before.coded >> 60 == 0xf && (here.coded & 0xf) == 0xf;
        auto const longer = low >> 4 | low << 4 | std::uint64_t{reaches_back};
        return low & longer & 0x0101010101010101;
    }
};

/// Where in a block coded text stands.
struct Scanner::Coded {
    std::uint8_t const* bytes{};
    std::size_t at{};
    std::uint64_t places{};
};

/// Places at which a front filter said yes. What they ask next lies far away in memory: it is
/// called for when a place is added, and asked when many were.
class Scanner::Suspects {
public:
    Suspects(Scanner const& scanner, Bytes text, Suspect suspect)
        : m_scanner(scanner)
        , m_text(text)
        , m_suspect(suspect)
    {
    }

    void add(std::size_t at, bool is_text)
    {
        m_places[m_count++] = {at, is_text};
        auto const folded = folded_case(eight_bytes(m_text, at));
        m_scanner.windows(is_text).filters[0].prefetch(scattered(window_of(folded, 0)));
        if (m_count == m_places.size())
            flush();
    }

    void flush()
    {
        for (auto const& [at, is_text] : std::span{m_places}.first(m_count)) {
            auto const bytes = eight_bytes(m_text, at);
            auto suspects = m_scanner.windows(is_text).at(bytes);
            if ((suspects & 1) != 0 && m_scanner.may_be_raw(bytes, is_text))
                suspects |= suspect_raw;
            if (suspects != 0)
                m_suspect(at, suspects);
        }
        m_count = 0;
    }

private:
    struct Place {
        std::size_t at;
        bool is_text;
    };
    Scanner const& m_scanner;
    Bytes m_text;
    Suspect m_suspect;
    std::array<Place, 64> m_places; // written before it is read
    std::size_t m_count = 0;
};

Scanner::Scanner(Variants const& variants, Digests const& digests)
    : m_has_digests(!digests.empty())
{
    auto const raw_text = digests.count_raw_text();
    for (bool const of_text : {true, false}) {
        auto& windows = of_text ? m_text : m_binary;
        auto counts = variants.windows(of_text);
        counts[0] += (of_text ? raw_text : digests.size()) * probe_stride;
        windows.reserve(counts);
        for (std::size_t i = 0; i < window_bytes.size(); ++i)
            variants.add_windows_to(windows.filters[i], i, of_text);
        variants.add_windows_to(windows.front_long, 0, of_text);
        for (std::size_t i = 1; i < window_bytes.size(); ++i)
            variants.add_pairs_to(windows.front_short, i, of_text);
        digests.add_raw_to(windows.front_long, of_text);
        digests.add_raw_to(windows.filters[0], of_text);
    }
    if (!m_has_digests)
        return;
    m_raw_text.reserve(raw_text * probe_stride);
    digests.add_raw_to(m_raw_text, true);
    m_hex.reserve(digests.size() * coded_stride);
    m_base64.reserve(digests.size() * coded_stride);
    digests.add_hex_to(m_hex);
    digests.add_base64_to(m_base64);
}

// Its last bytes are read from a copy that has zeros behind them.
void Scanner::scan(Bytes text, Suspect suspect) const
{
    if (!m_binary.has_long && !m_binary.has_short && !m_has_digests)
        return;
    auto const size = text.size();
    auto const in_place = size < 2 * block_bytes ? 0 : (size / block_bytes - 1) * block_bytes;
    std::array<std::uint8_t, 3 * block_bytes + sizeof(std::uint64_t)> end{};
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(in_place), text.end(), end.begin());
    auto const from_there = [&](std::size_t at) {
        return at < in_place ? text.data() + at : end.data() + (at - in_place);
    };
    auto const classes = [&](std::size_t at) {
        if (at >= size)
            return ByteClasses{};
        auto out = classify(from_there(at));
        if (auto const left = size - at; left < block_bytes) {
            out.binary &= (std::uint64_t{1} << left) - 1;
            out.coded &= (std::uint64_t{1} << left) - 1;
        }
        return out;
    };
    Block block{text.data(), 0, size, {}, {}, classes(0)};
    Suspects suspects{*this, text, suspect};
    Coded coded;
    for (std::size_t at = 0; at < size; at += block_bytes) {
        block = {from_there(at), at,           std::min(size - at, block_bytes),
                 block.here,     block.behind, classes(at + block_bytes)};
        // What the next block will ask is called for beforehand.
        if (at + block_bytes < size)
            windows(block.behind.binary == 0).prefetch(from_there(at + block_bytes));
        scan_windows(block, suspects);
        if (m_has_digests) {
            scan_coded(coded, suspect);
            coded = {block.bytes, block.at, block.coded()};
            prefetch(coded);
        }
    }
    scan_coded(coded, suspect);
    suspects.flush();
}

void Scanner::scan_windows(Block const& block, Suspects& suspects) const
{
    bool const is_text = block.is_text();
    auto places = windows(is_text).standing(block.bytes);
    for (; places != 0; places &= places - 1) {
        auto const at = static_cast<std::size_t>(std::countr_zero(places)) * probe_stride;
        if (at < block.length)
            suspects.add(block.at + at, is_text);
    }
}

bool Scanner::may_be_raw(std::uint64_t bytes, bool is_text) const
{
    return m_has_digests
           && (!is_text || m_raw_text.has(scattered(window_of(folded_case(bytes), 0))));
}

void Scanner::prefetch(Coded const& coded) const
{
    for (auto places = coded.places; places != 0; places &= places - 1)
        m_base64.prefetch(scattered(bytes_at(coded.bytes + std::countr_zero(places))));
}

void Scanner::scan_coded(Coded const& coded, Suspect suspect) const
{
    for (auto places = coded.places; places != 0; places &= places - 1) {
        auto const at = static_cast<std::size_t>(std::countr_zero(places));
        auto const bytes = bytes_at(coded.bytes + at);
        unsigned suspects = m_base64.has(scattered(bytes)) ? suspect_base64 : 0;
        if (are_hex(bytes) && m_hex.has(scattered(folded_case(bytes))))
            suspects |= suspect_hex;
        if (suspects != 0)
            suspect(coded.at + at, suspects);
    }
}

void Scanner::Windows::reserve(Variants::Counts const& counts)
{
    // Half of a small second-level cache. What is not in there takes ten times as long to ask, and
    // noise asks at every place.
    constexpr std::size_t most_bytes = std::size_t{1} << 19;
    for (std::size_t i = 0; i < counts.size(); ++i)
        filters[i].reserve(counts[i]);
    front_long.reserve(counts[0], most_bytes);
    has_long = counts[0] > 0;
    has_short = counts[1] + counts[2] > 0;
}

void Scanner::Windows::prefetch(std::uint8_t const* bytes) const
{
    if (front_long.size_bytes() < near_bytes)
        return;
    for (unsigned i = 0; i < block_bytes / probe_stride; ++i) {
        auto const folded = folded_case(bytes_at(bytes + i * probe_stride));
        front_long.prefetch(scattered(window_of(folded, 0)));
    }
}

// A bit for each place of a block where a window may stand.
unsigned Scanner::Windows::standing(std::uint8_t const* bytes) const
{
    if (has_long && has_short)
        return standing<true, true>(bytes);
    if (has_short)
        return standing<false, true>(bytes);
    return has_long ? standing<true, false>(bytes) : 0;
}

// Without a branch: what of a text is suspect is hard to foretell for a processor, too.
template<bool Long, bool Short>
unsigned Scanner::Windows::standing(std::uint8_t const* bytes) const
{
    unsigned places = 0;
#pragma GCC unroll 16
    for (unsigned i = 0; i < block_bytes / probe_stride; ++i) {
        auto const folded = folded_case(bytes_at(bytes + i * probe_stride));
        bool may = false;
        if constexpr (Long)
            may |= front_long.has(scattered(window_of(folded, 0)));
        if constexpr (Short)
            may |= front_short.has(pair_of(folded, sizeof(folded)));
        places |= unsigned{may} << i;
    }
    return places;
}

unsigned Scanner::Windows::at(std::uint64_t bytes) const
{
    auto const folded = folded_case(bytes);
    unsigned suspects = 0;
    for (std::size_t i = 0; i < filters.size(); ++i)
        if (filters[i].has(scattered(window_of(folded, i))))
            suspects |= 1u << i;
    return suspects;
}

} // namespace petze
