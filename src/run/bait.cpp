#include "bait/bait.h"

#include "report/output_folder.h"
#include "report/resources.h"
#include "report/speaker.h"
#include "run/commands.h"
#include "run/inputs.h"

#include <cstdio>
#include <filesystem>
#include <random>

namespace petze {

namespace {

Result<void> write_bait(Options const& options, std::uint64_t seed)
{
    bool const german = options.language == Language::german;
    auto const person = bait::invent(seed, german ? bait::Tongue::german : bait::Tongue::english);
    std::error_code ignored;
    if (std::filesystem::exists(options.out, ignored)
        && !std::filesystem::is_empty(options.out, ignored))
        return error(options.out, "is there already; name a folder that is not");
    PETZE_TRY(auto folder, OutputFolder::create(options.out));
    auto const guide = resource(german ? "src/bait/guide.de.txt" : "src/bait/guide.en.txt");
    for (auto const& [name, content] : bait::text_files(person, seed, guide))
        PETZE_TRY_VOID(folder.write(name, content));
    for (std::size_t i = 0; i < person.photos.size(); ++i) {
        auto const [name, content] = bait::photo_file(person, i);
        PETZE_TRY_VOID(folder.write(name, content));
    }
    return folder.commit();
}

// Below 2^53, so that every language reads it back from the guide.
std::uint64_t random_seed()
{
    std::random_device source;
    return (std::uint64_t{source()} << 32 | source()) >> 11;
}

} // namespace

int run_bait(Options const& options)
{
    auto const seed = options.seed.value_or(random_seed());
    if (auto const written = write_bait(options, seed); !written) {
        print_error(written.error());
        return 1;
    }
    auto const time = LocalTime::utc();
    Speaker const speaker{options.language, time};
    auto const done = speaker.say("bait.done", {{"folder", options.out},
                                                {"seed", std::to_string(seed)},
                                                {"guide", options.out + "/README.txt"}});
    if (!options.quiet)
        std::printf("%s\n", done.c_str());
    return 0;
}

} // namespace petze
