#include "testing/search.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;

} // namespace

// Counts for the whole test program.
void* operator new(std::size_t size)
{
    ++allocations;
    if (void* memory = std::malloc(size))
        return memory;
    throw std::bad_alloc{};
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept
{
    ++allocations;
    return std::malloc(size);
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::nothrow_t const&) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace petze {
namespace {

// Every packet of every conversation passes here: nothing is allocated for it, once the few
// vectors of the stream have grown.
TEST(StreamSearch, AllocatesNothingInTheSteadyState)
{
    Profile profile;
    profile.identifiers = {{"imei", {"867602029141772"}}};
    profile.contacts = {{"Anna Huber", {"+493023125001"}, {}}};
    std::vector<std::uint8_t> photo;
    for (int i = 0; i < 100'000; ++i)
        photo.push_back(static_cast<std::uint8_t>(i * (i % 251) >> 3));
    profile.photos = {{"photos/a", photo}};
    auto const searcher = testing::searcher_for(profile);
    std::string const other(1400, 'x');
    struct {
        char const* name;
        std::string_view piece;
    } const cases[] = {
        {"nothing of interest", other},
        {"a piece of one byte", "x"},
        {"anchors that lead nowhere", "23125001 23125001 23125001 Anna Hub"},
        {"a value in every piece", "imei=867602029141772&name=Anna Huber"},
        {"a hash in every piece", "id=00383921368a2ff7bc8c18d579b4f669&x"},
        {"a value across every border", "029141772 Anna Huber 867602"},
        {"a photo that waits for the rest", as_text(photo).substr(0, 1400)},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        SearchScratch scratch;
        StreamSearch search{*searcher, scratch};
        std::size_t found = 0;
        auto const sink = [&](Occurrence const&) { ++found; };
        std::uint64_t frame = 0;
        auto const send = [&](int pieces) {
            for (int i = 0; i < pieces; ++i)
                search.take(as_bytes(c.piece), {0, ++frame, 0}, sink);
        };
        send(200);
        auto const before = allocations;
        send(1000);
        EXPECT_EQ(allocations - before, 0u);

        search_text(*searcher, as_bytes(c.piece), sink);
        EXPECT_EQ(allocations - before, 0u) << "of whole texts";
    }
}

} // namespace
} // namespace petze
