#include "find/search/scanner.h"

#include "find/search/byte_classes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

namespace petze {

namespace {

constexpr std::size_t block_bytes = ByteClasses::block;
static_assert(block_bytes == FrontFilter::block);

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

/// Blocks of a text that stand side by side.
struct Scanner::Batch {
    static constexpr std::size_t most = 16;

    std::uint8_t const* bytes{}; // FrontFilter::overhang more can be read
    std::size_t at{};            // in the text
    std::size_t count{};
    std::array<ByteClasses, most + 2> classes; // with those of the blocks around them

    /// A region may begin three bytes before a probe and ends less than ten bytes behind it.
    bool is_text(std::size_t block) const
    {
        auto const& [before, here, behind] = around(block);
        return (before.binary >> 61 | here.binary | (behind.binary & 0x3f)) == 0;
    }

    /// Each eighth place, as a bit, where twelve coded bytes stand, eight of them from there on:
    /// in fifteen that belong together there is one.
    std::uint64_t coded(std::size_t block) const
    {
        auto const& [before, here, behind] = around(block);
        auto low = here.coded, high = behind.coded;
        for (auto const bytes_seen : {1u, 2u, 4u}) { // from i to i + 2 * bytes_seen
            low &= from(bytes_seen, low, high);
            high &= high >> bytes_seen;
        }
        bool const reaches_back = before.coded >> 60 == 0xf && (here.coded & 0xf) == 0xf;
        auto const longer = low >> 4 | low << 4 | std::uint64_t{reaches_back};
        return low & longer & 0x0101010101010101;
    }

private:
    struct Around {
        ByteClasses const &before, &here, &behind;
    };
    Around around(std::size_t block) const
    {
        return {classes[block], classes[block + 1], classes[block + 2]};
    }
};

/// Where in a batch coded text stands.
struct Scanner::Coded {
    std::array<std::uint16_t, Batch::most * block_bytes / coded_stride> places;
    std::size_t count = 0;
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
        if (at >= m_text.size())
            return;
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
        for (std::size_t i = 0; i < window_bytes.size(); ++i) {
            auto const add = [&](std::uint64_t window) {
                windows.front.add(window, i);
                windows.filters[i].add(scattered(window));
            };
            variants.each_window(i, of_text, add);
            if (i == 0)
                digests.each_raw(of_text, add);
        }
    }
    if (!m_has_digests)
        return;
    m_raw_text.reserve(raw_text * probe_stride);
    digests.each_raw(true, [&](std::uint64_t window) { m_raw_text.add(scattered(window)); });
    m_hex.reserve(digests.size() * coded_stride);
    m_base64.reserve(digests.size() * coded_stride);
    digests.add_hex_to(m_hex);
    digests.add_base64_to(m_base64);
}

// Its last bytes are read from a copy that has blanks behind them.
void Scanner::scan(Bytes text, Suspect suspect) const
{
    if (m_binary.front.empty() && !m_has_digests)
        return;
    auto const blocks = (text.size() + block_bytes - 1) / block_bytes;
    auto const in_place =
        (text.size() - std::min(text.size(), FrontFilter::overhang)) / block_bytes;
    std::array<std::uint8_t, 2 * block_bytes + FrontFilter::overhang> end;
    auto const last = text.subspan(in_place * block_bytes);
    std::fill(std::copy(last.begin(), last.end(), end.begin()), end.end(), std::uint8_t{' '});
    auto const bytes_of = [&](std::size_t block) {
        return block < in_place ? text.data() + block * block_bytes
                                : end.data() + (block - in_place) * block_bytes;
    };
    Suspects suspects{*this, text, suspect};
    Batch batch;
    for (std::size_t block = 0; block < blocks; block += batch.count) {
        batch.classes[0] = block == 0 ? ByteClasses{} : batch.classes[batch.count];
        batch.bytes = bytes_of(block);
        batch.at = block * block_bytes;
        batch.count = std::min(Batch::most, (block < in_place ? in_place : blocks) - block);
        auto const classes = std::span{batch.classes};
        classify(batch.bytes, classes.subspan(1, batch.count));
        classes[batch.count + 1] = {};
        if (block + batch.count < blocks)
            classify(bytes_of(block + batch.count), classes.subspan(batch.count + 1, 1));
        auto const coded = find_coded(batch);
        scan_windows(batch, suspects);
        scan_coded(batch, coded, suspect);
    }
    suspects.flush();
}

// Neighbours of one kind are asked at once.
void Scanner::scan_windows(Batch const& batch, Suspects& suspects) const
{
    std::array<FrontFilter::Places, Batch::most> found;
    for (std::size_t begin = 0, end = 0; begin < batch.count; begin = end) {
        bool const is_text = batch.is_text(begin);
        while (++end < batch.count && batch.is_text(end) == is_text) {
        }
        auto const& front = windows(is_text).front;
        if (front.empty())
            continue;
        front.standing(batch.bytes + begin * block_bytes,
                       std::span{found}.subspan(begin, end - begin));
        for (auto block = begin; block < end; ++block)
            for (unsigned places = found[block]; places != 0; places &= places - 1) {
                auto const in_block = static_cast<std::size_t>(std::countr_zero(places));
                suspects.add(batch.at + block * block_bytes + in_block * probe_stride, is_text);
            }
    }
}

bool Scanner::may_be_raw(std::uint64_t bytes, bool is_text) const
{
    return m_has_digests
           && (!is_text || m_raw_text.has(scattered(window_of(folded_case(bytes), 0))));
}

// What they will ask lies far away in memory: it is called for.
Scanner::Coded Scanner::find_coded(Batch const& batch) const
{
    Coded out;
    for (std::size_t block = 0; m_has_digests && block < batch.count; ++block)
        for (auto places = batch.coded(block); places != 0; places &= places - 1) {
            auto const at =
                block * block_bytes + static_cast<std::size_t>(std::countr_zero(places));
            out.places[out.count++] = static_cast<std::uint16_t>(at);
            m_base64.prefetch(scattered(bytes_at(batch.bytes + at)));
        }
    return out;
}

void Scanner::scan_coded(Batch const& batch, Coded const& coded, Suspect suspect) const
{
    for (auto const at : std::span{coded.places}.first(coded.count)) {
        auto const bytes = bytes_at(batch.bytes + at);
        unsigned suspects = m_base64.has(scattered(bytes)) ? suspect_base64 : 0;
        if (are_hex(bytes) && m_hex.has(scattered(folded_case(bytes))))
            suspects |= suspect_hex;
        if (suspects != 0)
            suspect(batch.at + at, suspects);
    }
}

void Scanner::Windows::reserve(Variants::Counts const& counts)
{
    for (std::size_t i = 0; i < counts.size(); ++i)
        filters[i].reserve(counts[i]);
    front.reserve(counts[0], counts[1] + counts[2]);
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
