// The search of a profile in content of the kinds that phones send.
#include "find/photo/piece_search.h"
#include "find/search/searcher.h"
#include "find/search/stream_search.h"

#include <benchmark/benchmark.h>

#include <random>

namespace {

using namespace petze;

/// Some values of each kind, as many as asked for in all: identifiers, contacts, messages.
Profile profile_of(std::size_t values)
{
    std::mt19937 random{1};
    Profile profile;
    auto const letters = [&](std::size_t count) {
        std::string out;
        while (out.size() < count)
            out += static_cast<char>('a' + random() % 26);
        return out;
    };
    auto const digits = [&](std::size_t count) {
        std::string out;
        while (out.size() < count)
            out += static_cast<char>('0' + random() % 10);
        return out;
    };
    for (std::size_t i = 0; i < 5; ++i) {
        profile.identifiers["imei"].push_back(digits(15));
        profile.identifiers["serial"].push_back(letters(10));
        profile.identifiers["phone_number"].push_back("+4930232" + digits(5));
        profile.identifiers["email"].push_back(letters(9) + "@mail.example");
    }
    for (std::size_t i = 0; i < values / 11; ++i)
        profile.contacts.push_back({"Invented " + letters(8),
                                    {"+4930231" + std::to_string(25'000 + i)},
                                    {letters(9) + "@mail.example"}});
    for (std::size_t i = 0; i < values * 10 / 11; ++i) {
        std::string text;
        while (text.size() < 80)
            text += letters(2 + random() % 8) + (random() % 9 == 0 ? ", " : " ");
        profile.messages.push_back({"+4930231" + std::to_string(25'000 + i % 100), text});
    }
    return profile;
}

/// JSON full of what begins like the values and is none of them.
std::string near_misses(std::size_t size)
{
    std::mt19937 random{2};
    std::string out;
    while (out.size() < size)
        out += R"({"name":"Invented )" + std::to_string(random()) + R"(","phone":"+4930231)"
               + std::to_string(random() % 25'000) + R"(","mail":"x)" + std::to_string(random())
               + R"(@mail.example"},)";
    return out;
}

/// Words of the lengths that languages have.
std::string prose(std::size_t size)
{
    std::mt19937 random{4};
    std::string out;
    while (out.size() < size) {
        for (auto letters = 1 + random() % 9; letters > 0; --letters)
            out += static_cast<char>('a' + random() % 26);
        out += random() % 9 == 0 ? ". " : " ";
    }
    return out;
}

/// As the bytes of a JPEG.
std::string noise(std::size_t size)
{
    std::mt19937_64 random{3};
    std::string out(size, '\0');
    for (auto& c : out)
        c = static_cast<char>(random());
    return out;
}

void search(benchmark::State& state, std::string const& text)
{
    auto const searcher = Searcher::compile(profile_of(static_cast<std::size_t>(state.range(0))));
    SearchScratch scratch;
    std::uint64_t hits = 0;
    for (auto _ : state) {
        StreamSearch stream{*searcher, scratch};
        for (std::size_t i = 0; i < text.size(); i += 1448)
            stream.take(as_bytes(std::string_view{text}.substr(i, 1448)), {0, i, 0},
                        [&](Occurrence const&) { ++hits; });
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.counters["hits"] = static_cast<double>(hits);
}
void search_near_misses(benchmark::State& state)
{
    search(state, near_misses(4u << 20));
}
void search_noise(benchmark::State& state)
{
    search(state, noise(4u << 20));
}
void search_prose(benchmark::State& state)
{
    search(state, prose(4u << 20));
}
BENCHMARK(search_near_misses)->Arg(11)->Arg(1100);
BENCHMARK(search_noise)->Arg(11)->Arg(1100);
BENCHMARK(search_prose)->Arg(11)->Arg(1100);

/// A JPEG that is noise: as a photo's data are.
Photo photo_of(std::size_t number, std::size_t size)
{
    std::mt19937_64 random{number + 10};
    Photo photo{"photos/" + std::to_string(number), {0xff, 0xd8, 0xff, 0xda, 0, 3, 1}};
    while (photo.bytes.size() < size)
        photo.bytes.push_back(static_cast<std::uint8_t>(random() % 255));
    photo.bytes.insert(photo.bytes.end(), {0xff, 0xd9});
    return photo;
}

void search_pieces(benchmark::State& state)
{
    std::vector<Photo> photos;
    for (std::int64_t i = 0; i < state.range(0); ++i)
        photos.push_back(photo_of(static_cast<std::size_t>(i), 3u << 20));
    PieceIndex const index{photos};
    auto const text = noise(4u << 20);
    for (auto _ : state) {
        PieceSearch stream{index};
        for (std::size_t i = 0; i < text.size(); i += 1448)
            stream.take(as_bytes(std::string_view{text}.substr(i, 1448)), {0, i, 0});
        benchmark::DoNotOptimize(stream.finish());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(search_pieces)->Arg(1)->Arg(20);

void compile_profile(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(
            Searcher::compile(profile_of(static_cast<std::size_t>(state.range(0)))));
}
BENCHMARK(compile_profile)->Arg(11)->Arg(1100)->Unit(benchmark::kMillisecond);

} // namespace
