#include "find/search/searcher.h"

#include "base/text.h"
#include "find/search/anchors.h"

#include <hs/hs.h>

#include <algorithm>
#include <new>
#include <tuple>

namespace petze {

struct Searcher::Engine {
    hs_database_t* database = nullptr;

    Engine() = default;
    ~Engine() { hs_free_database(database); }
    Engine(Engine const&) = delete;
    Engine& operator=(Engine const&) = delete;
};

/// A variant before it has its place.
struct Searcher::Entry {
    Variant variant;
    Anchor anchor;
    bool caseless{};

    std::string_view text() const { return as_text(variant.bytes); }
    std::string_view anchor_text() const { return text().substr(anchor.offset, anchor.length); }
    std::string_view head() const { return text().substr(0, anchor.offset); }
    // Neighbours: first those of one place, then those of one group.
    auto order() const
    {
        return std::tuple{caseless, anchor_text(), head(), text(), variant.needle};
    }
};

Searcher::Searcher(Profile profile, Needles needles)
    : m_profile(std::move(profile))
    , m_needles(std::move(needles))
    , m_engine(std::make_unique<Engine>())
{
}

Searcher::~Searcher() = default;

Result<std::unique_ptr<Searcher>> Searcher::compile(Profile profile)
{
    auto needles = make_needles(profile);
    return compile(std::move(profile), std::move(needles));
}

Result<std::unique_ptr<Searcher>> Searcher::compile(Profile profile, Needles needles)
{
    std::unique_ptr<Searcher> searcher{new Searcher{std::move(profile), std::move(needles)}};
    searcher->arrange(searcher->entries());
    if (auto const built = searcher->build(); !built)
        return tl::make_unexpected(built.error());
    return searcher;
}

std::vector<Searcher::Entry> Searcher::entries()
{
    std::vector<Entry> out;
    CommonBytes common;
    for (auto const& needle : m_needles.searched)
        common.add(needle.value);
    for (std::uint32_t index = 0; index < m_needles.searched.size(); ++index) {
        auto const& needle = m_needles.searched[index];
        if (needle.photo != Needle::none) {
            Bytes const bytes = m_profile.photos[needle.photo].bytes;
            out.push_back(
                {{bytes, index, false, {}}, {0, std::min(bytes.size(), anchor_bytes)}, false});
            continue;
        }
        auto const anchors = choose_anchors(needle.spellings, needle.kind, common);
        for (std::size_t i = 0; i < anchors.size(); ++i) {
            auto const& spelling = needle.spellings[i];
            auto bytes = as_bytes(spelling.bytes);
            if (spelling.caseless)
                bytes = as_bytes(m_lowered.emplace_back(lower(spelling.bytes)));
            out.push_back({{bytes, index, spelling.bits < standalone_bits, spelling.steps},
                           anchors[i],
                           spelling.caseless});
        }
    }
    std::sort(out.begin(), out.end(),
              [](Entry const& a, Entry const& b) { return a.order() < b.order(); });
    return out;
}

void Searcher::arrange(std::vector<Entry> const& entries)
{
    Entry const* before = nullptr;
    for (auto const& entry : entries) {
        bool const same_place = before && before->caseless == entry.caseless
                                && before->anchor_text() == entry.anchor_text();
        if (!same_place) {
            m_places.push_back({entry.anchor.length, entry.caseless});
            m_literals.emplace_back(entry.anchor_text());
        }
        auto const index = static_cast<std::uint32_t>(m_variants.size());
        auto& groups = m_places.back().groups;
        if (!same_place || before->head() != entry.head())
            groups.push_back({index, index, entry.anchor.offset, true});
        ++groups.back().last;
        groups.back().standalone &= entry.variant.standalone;
        m_variants.push_back(entry.variant);
        m_longest_anchor = std::max(m_longest_anchor, entry.anchor.length);
        m_reach = std::max(m_reach, entry.anchor.offset + entry.anchor.length);
        before = &entry;
    }
}

Result<void> Searcher::build()
{
    if (m_places.empty())
        return {};
    std::vector<char const*> literals;
    std::vector<std::size_t> lengths;
    std::vector<unsigned> flags, ids;
    for (std::size_t i = 0; i < m_literals.size(); ++i) {
        literals.push_back(m_literals[i].data());
        lengths.push_back(m_literals[i].size());
        flags.push_back(m_places[i].caseless ? HS_FLAG_CASELESS : 0u);
        ids.push_back(static_cast<unsigned>(i));
    }
    hs_compile_error_t* trouble = nullptr;
    if (hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), lengths.data(),
                             static_cast<unsigned>(literals.size()), HS_MODE_BLOCK, nullptr,
                             &m_engine->database, &trouble)
        != HS_SUCCESS) {
        std::string const why = trouble ? trouble->message : "out of memory";
        hs_free_compile_error(trouble);
        return error("profile", "cannot be compiled for the search: " + why);
    }
    return {};
}

struct SearchScratch::State {
    hs_scratch_t* scratch = nullptr;

    State() = default;
    ~State() { hs_free_scratch(scratch); }
    State(State const&) = delete;
    State& operator=(State const&) = delete;
};

SearchScratch::SearchScratch(Searcher const& searcher, std::size_t step)
    : m_searcher(searcher)
    , m_step(step)
    , m_state(std::make_unique<State>())
{
    if (searcher.m_engine->database
        && hs_alloc_scratch(searcher.m_engine->database, &m_state->scratch) != HS_SUCCESS)
        throw std::bad_alloc{};
}

SearchScratch::~SearchScratch() = default;

void SearchScratch::scan(Bytes text, FunctionRef<void(std::uint32_t, std::size_t)> hit)
{
    if (!m_state->scratch)
        return;
    struct Call {
        FunctionRef<void(std::uint32_t, std::size_t)> hit;
        std::size_t offset;
        std::size_t known; // bytes of this step that the one before it has scanned
    } call{hit, 0, 0};
    auto const on_match = [](unsigned id, unsigned long long, unsigned long long to, unsigned,
                             void* context) {
        auto const& [told, offset, known] = *static_cast<Call*>(context);
        if (to > known)
            told(id, offset + static_cast<std::size_t>(to));
        return 0;
    };
    // Steps overlap, so that no anchor is cut in two.
    auto const overlap = m_searcher.longest_anchor() - 1;
    auto const stride = std::max(m_step, overlap + 1) - overlap;
    while (call.offset + call.known < text.size()) {
        auto const step =
            text.subspan(call.offset).first(std::min(stride + overlap, text.size() - call.offset));
        hs_scan(m_searcher.m_engine->database, as_text(step).data(),
                static_cast<unsigned>(step.size()), 0, m_state->scratch, on_match, &call);
        call.offset += stride;
        call.known = overlap;
    }
}

} // namespace petze
